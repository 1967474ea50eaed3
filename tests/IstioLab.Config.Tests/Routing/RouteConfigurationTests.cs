using IstioLab.Config.Routing;

namespace IstioLab.Config.Tests.Routing;

public sealed class RouteConfigurationTests
{
    private static readonly RouteConfiguration Routes = new(
        "80",
        [Host("any", "*"), Host("exact", "a.example.com", "[2001:db8::1]"), Host("long", "*.b.example.com"), Host("short", "*.example.com"), Host("prefix", "a.*")]);

    [Theory]
    [InlineData("a.example.com", "exact")]
    [InlineData("A.Example.COM", "exact")]
    [InlineData("a.example.com:8080", "exact")]
    [InlineData("x.b.example.com", "long")]
    [InlineData("b.example.com", "short")]
    [InlineData("a.other", "prefix")]
    [InlineData("example.com", "any")]
    [InlineData("[2001:db8::1]:80", "exact")]
    [InlineData("", "any")]
    public void Host_is_chosen_in_Envoys_order(string authority, string expected) =>
        Assert.Equal(expected, Routes.FindVirtualHost(authority)!.Name);

    private static VirtualHost Host(string name, params string[] domains) => new(name, [.. domains], []);
}
