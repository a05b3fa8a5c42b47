namespace Ocm.Conformance.Coverage;

public sealed class TestScannerTests
{
    // Written apart, so that the scanner does not take these samples for tests.
    private const string Mark = "Property" + "(\"Requirement\", ";
    private const string Forbidden = "Property" + "(\"Forbidden\", ";

    [Test]
    public void Scan_PropertyOnATest_IsThatTest()
    {
        var source = $$"""
            public sealed class SomeTests
            {
                [{{"Test"}}]
                [{{Mark}}"A-01")]
                [{{Mark}}"A-02")]
                public async Task First_State_Result() => await X();

                [{{"Test"}}]
                public void Second_State_Result()
                {
                }

                [{{"TestCase"}}(1), {{Mark}}"B-01")]
                public static void Third_State_Result(int x)
                {
                }
            }
            """;
        Assert.That(TestScanner.Scan("P", source), Is.EqualTo(new RuleTest[]
        {
            new("A-01", "P", "SomeTests.First_State_Result"),
            new("A-02", "P", "SomeTests.First_State_Result"),
            new("B-01", "P", "SomeTests.Third_State_Result"),
        }));
    }

    [Test]
    public void Scan_ForbiddenBesideTheRule_IsThatSideOfThatRule() => Assert.That(
        TestScanner.Scan("P", $$"""
            public sealed class SomeTests
            {
                [{{"Test"}}]
                [{{Mark}}"A-01"), {{Forbidden}}"A-01")]
                [{{Mark}}"A-02")]
                public void First() { }

                [{{"Test"}}]
                [{{Mark}}"A-01")]
                public void Second() { }
            }
            """),
        Is.EqualTo(new RuleTest[]
        {
            new("A-01", "P", "SomeTests.First", ShowsForbidden: true),
            new("A-02", "P", "SomeTests.First"),
            new("A-01", "P", "SomeTests.Second"),
        }));

    [Test]
    public void Scan_ForbiddenWithoutTheRule_SaysSo() => Assert.That(
        () => TestScanner.Scan("P", $$"""
            public sealed class SomeTests
            {
                [{{"Test"}}, {{Forbidden}}"A-01")]
                public void First() { }
            }
            """).ToList(),
        Throws.InvalidOperationException.With.Message.Contains("SomeTests.First"));

    [Test]
    public void Scan_PropertyOnAClass_IsTheClass() => Assert.That(
        TestScanner.Scan("P", $$"""
            [{{Mark}}"A-01")]
            public sealed class SomeTests
            {
                [{{"Test"}}]
                public void First() { }
            }
            """),
        Is.EqualTo(new[] { new RuleTest("A-01", "P", "SomeTests") }));

    [Test]
    public void Scan_TestThatDoesNotRun_DoesNotCount() => Assert.That(
        TestScanner.Scan("P", $$"""
            public sealed class SomeTests
            {
                [{{"Test"}}, Explicit("long")]
                [{{Mark}}"A-01")]
                public void First() { }

                [{{"Test"}}]
                [Ignore("not today")]
                [{{Mark}}"A-02")]
                public void Second() { }
            }

            [Explicit]
            [{{Mark}}"A-03")]
            public sealed class OtherTests
            {
                [{{"Test"}}]
                [{{Mark}}"A-04")]
                public void First() { }
            }
            """),
        Is.Empty);

    [Test]
    public void Scan_MethodThatIsNoTest_DoesNotCount() => Assert.That(
        TestScanner.Scan("P", $$"""
            public sealed class SomeTests
            {
                [{{Mark}}"A-01")]
                public void Forgotten() { }
            }
            """),
        Is.Empty);
}
