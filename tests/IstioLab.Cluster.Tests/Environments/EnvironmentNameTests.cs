using IstioLab.Cluster.Environments;

namespace IstioLab.Cluster.Tests.Environments;

public sealed class EnvironmentNameTests
{
    [Theory]
    [InlineData("default")]
    [InlineData("a")]
    [InlineData("team-7")]
    [InlineData("abcdefghijklmnopqrstuvwxyz012345")]
    public void Name_that_keeps_the_rule_is_accepted(string name) => Assert.Null(EnvironmentName.Check(name));

    [Theory]
    [InlineData("")]
    [InlineData("Team")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("团队")]
    [InlineData("tools")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public void Name_that_breaks_the_rule_is_named_with_the_rule_and_an_example(string name)
    {
        var problem = EnvironmentName.Check(name);

        Assert.NotNull(problem);
        Assert.StartsWith($"Environment name '{name}' ", problem, StringComparison.Ordinal);
        Assert.Contains("'--name team-a'", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Home_refuses_a_name_that_breaks_the_rule()
    {
        using var temporary = new TemporaryHome();

        Assert.Throws<ArgumentException>(() => temporary.Home.Open("../other"));
    }
}
