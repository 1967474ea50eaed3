using IstioLab.Cli.Tests.CommandLine;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Cli.Tests.Commands;

public sealed class KubeInjectTests
{
    [Fact]
    public async Task Pod_templates_get_a_sidecar_and_other_kinds_pass()
    {
        using var harness = new CommandLineHarness();
        var file = Path.Combine(AppContext.BaseDirectory, "labs", "canary", "01-deploy-apps.yaml");

        var outcome = await harness.RunAsync("kube-inject", "-f", file);

        var objects = ConfigObjectReader.Read(outcome.Out).Objects;
        Assert.Equal(0, outcome.Code);
        Assert.Equal(
            ["Namespace", "Deployment", "Deployment", "Service", "Service", "Service", "Deployment"],
            objects.Select(item => item.Id.Kind));
        Assert.Equal(3, outcome.Out.Split("- name: istio-proxy\n").Length - 1);
    }

    [Fact]
    public async Task Standard_input_is_read_for_a_dash()
    {
        using var harness = new CommandLineHarness();
        harness.Input = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: nolen\n";

        var outcome = await harness.RunAsync("kube-inject", "-f", "-");

        Assert.Equal(0, outcome.Code);
        Assert.StartsWith("apiVersion: v1\nkind: Namespace\n", outcome.Out, StringComparison.Ordinal);
    }
}
