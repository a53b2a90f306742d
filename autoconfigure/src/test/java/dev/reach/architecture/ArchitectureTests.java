package dev.reach.architecture;

import java.io.PrintStream;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.core.log.LogMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how the rooms of the library depend on each other.
 */
class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.reach");

	@Test
	void mainClassesAreSeenAndTestClassesAreNot() {
		assertThat(CLASSES.size()).isGreaterThan(100);
		assertThat(CLASSES.contain(ArchitectureTests.class)).isFalse();
	}

	@Test
	void packagesHaveNoCycles() {
		SlicesRuleDefinition.slices().assignedFrom(new PackageOfClass()).should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void nobodyImportsTheAutoConfiguration() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("dev.reach.autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("dev.reach.autoconfigure..")
			.check(CLASSES);
	}

	@Test
	void onlyTheTransportKnowsNetty() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("dev.reach.netty..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.netty..", "reactor.netty..")
			.check(CLASSES);
	}

	@Test
	void onlyTheObservationKnowsMicrometer() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages("dev.reach.observation..", "dev.reach.autoconfigure.observation..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.micrometer..")
			.check(CLASSES);
	}

	@Test
	void onlyTheAutoConfigurationKnowsTheConfigurationOfSpringBoot() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("dev.reach.autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot.autoconfigure..", "org.springframework.boot.context..",
					"org.springframework.context..", "org.springframework.beans..")
			.check(CLASSES);
	}

	@Test
	void messagingDoesNotKnowAuthentix() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage("dev.reach.messaging..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("dev.reach.authentix..")
			.check(CLASSES);
	}

	@Test
	void authentixDoesNotKnowMessaging() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage("dev.reach.authentix..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("dev.reach.messaging..")
			.check(CLASSES);
	}

	@Test
	void packagesAreNullMarked() {
		Set<JavaPackage> packages = CLASSES.getPackage("dev.reach").getSubpackagesInTree();
		assertThat(packages).hasSizeGreaterThan(10)
			.filteredOn((candidate) -> !candidate.getClasses().isEmpty())
			.allSatisfy((candidate) -> assertThat(candidate.isAnnotatedWith(NullMarked.class)).as(candidate.getName())
				.isTrue());
		assertThat(CLASSES.getPackage("dev.reach").isAnnotatedWith(NullMarked.class)).isTrue();
	}

	@Test
	void autoConfigurationsArePublicAndFinalWithoutPublicMembers() {
		ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould(haveNoPublicMembers())
			.check(CLASSES);
	}

	@Test
	void nobodyReadsEnvironmentVariables() {
		ArchRuleDefinition.noClasses()
			.should()
			.callMethodWhere(DescribedPredicate.describe("System.getenv",
					(call) -> call.getName().equals("getenv") && call.getTargetOwner().isEquivalentTo(System.class)))
			.check(CLASSES);
	}

	@Test
	void namesSayTheRole() {
		ArchRuleDefinition.noClasses()
			.should()
			.haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
			.orShould()
			.haveNameMatching(".*\\.(impl|util|internal)\\..*")
			.check(CLASSES);
	}

	@Test
	void logMessagesAreNotTakenForLazy() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.areAssignableTo(LogMessage.class)
			.because("commons-logging 1.3 on SLF4J asks for the text whatever the level")
			.check(CLASSES);
	}

	@Test
	void nobodyPrints() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAPackage("java.util.logging..")
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(PrintStream.class)
			.orShould()
			.callMethodWhere(
					DescribedPredicate.describe("printStackTrace", (call) -> call.getName().equals("printStackTrace")))
			.check(CLASSES);
	}

	private static ArchCondition<JavaClass> haveNoPublicMembers() {
		return new ArchCondition<>("have no public members") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				type.getMembers()
					.stream()
					.filter((member) -> member.getModifiers().contains(JavaModifier.PUBLIC))
					.filter((member) -> !isImplicitConstructor(member))
					.forEach((member) -> events
						.add(SimpleConditionEvent.violated(member, member.getFullName() + " is public")));
			}

		};
	}

	private static boolean isImplicitConstructor(JavaMember member) {
		return member.getName().equals("<init>") && member.getDescriptor().equals("()V");
	}

	private static final class PackageOfClass implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			String name = type.getPackageName();
			return name.startsWith("dev.reach") ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
		}

		@Override
		public String getDescription() {
			return "package";
		}

	}

}
