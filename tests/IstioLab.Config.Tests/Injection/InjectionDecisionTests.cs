using IstioLab.Config.Injection;

namespace IstioLab.Config.Tests.Injection;

public sealed class InjectionDecisionTests
{
    [Theory]
    [InlineData("istio-injection=enabled", "", true)]
    [InlineData("istio-injection=enabled", "sidecar.istio.io/inject=true", true)]
    [InlineData("istio-injection=enabled", "sidecar.istio.io/inject=false", false)]
    [InlineData("istio-injection=enabled", "sidecar.istio.io/inject=maybe", true)]
    [InlineData("istio-injection=disabled", "", false)]
    [InlineData("istio-injection=disabled", "sidecar.istio.io/inject=true", false)]
    [InlineData("istio.io/rev=default", "", true)]
    [InlineData("istio.io/rev=default", "sidecar.istio.io/inject=false", false)]
    [InlineData("istio.io/rev=canary", "", false)]
    [InlineData("istio-injection=enabled,istio.io/rev=canary", "", true)]
    [InlineData("istio-injection=disabled,istio.io/rev=default", "", false)]
    [InlineData("", "", false)]
    [InlineData("", "sidecar.istio.io/inject=true", true)]
    [InlineData("", "istio.io/rev=default", true)]
    [InlineData("", "istio.io/rev=default,sidecar.istio.io/inject=false", false)]
    [InlineData("", "istio.io/rev=canary", false)]
    public void Labels_decide_as_the_table_says(string space, string pod, bool expected)
    {
        var verdict = InjectionDecision.OfPod("shop", Labels(space), Labels(pod), Labels(""), hostNetwork: false);

        Assert.Equal(expected, verdict.Inject);
        Assert.NotEmpty(verdict.Because);
    }

    [Fact]
    public void Pod_on_the_nodes_network_gets_none() =>
        Assert.False(InjectionDecision.OfPod("shop", Labels("istio-injection=enabled"), Labels(""), Labels(""), hostNetwork: true).Inject);

    [Fact]
    public void System_namespace_gets_none() =>
        Assert.False(InjectionDecision.OfPod("kube-system", Labels("istio-injection=enabled"), Labels(""), Labels(""), hostNetwork: false).Inject);

    [Fact]
    public void Label_beats_annotation()
    {
        var annotations = Labels("sidecar.istio.io/inject=false");

        Assert.False(InjectionDecision.OfTemplate("shop", Labels(""), annotations, false).Inject);
        Assert.True(InjectionDecision.OfTemplate("shop", Labels("sidecar.istio.io/inject=true"), annotations, false).Inject);
    }

    private static Dictionary<string, string> Labels(string text) => text
        .Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('='))
        .ToDictionary(pair => pair[0], pair => pair[1]);
}
