using IstioLab.Hosting.Mirroring;

namespace IstioLab.Hosting.Tests.Mirroring;

public sealed class ResourceNamingTests
{
    [Theory]
    [InlineData("apps-v1", "apps-v1")]
    [InlineData("reviews.v1", "reviews-v1")]
    [InlineData("a--b", "a-b")]
    [InlineData("1st", "x-1st")]
    public void Name_keeps_the_rules_of_the_model(string name, string expected) =>
        Assert.Equal(expected, ResourceNaming.Free(name, "svc", _ => false));

    [Fact]
    public void Long_name_is_cut()
    {
        var name = ResourceNaming.Free(new string('a', 63) + "-" + new string('b', 40), "svc", _ => false);

        Assert.Equal(new string('a', 63), name);
    }

    [Fact]
    public void Taken_name_gets_the_kind_and_then_a_number()
    {
        HashSet<string> taken = ["apps"];

        for (var round = 0; round < 3; round++)
        {
            taken.Add(ResourceNaming.Free("apps", "svc", taken.Contains));
        }

        Assert.Equal(["apps", "apps-svc", "apps-svc-2", "apps-svc-3"], taken.Order(StringComparer.Ordinal));
    }
}
