using IstioLab.Cluster.Docker;
using IstioLab.Cluster.Istio;
using IstioLab.Cluster.K3d;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Tests.Tools;

/// <summary>Every call of k3d, docker and istioctl, as the line that a failure shows on each system.</summary>
public sealed class CommandLineTests
{
    private const string Name = "istiolab-default";

    [Theory]
    [InlineData("Linux", "/home/a user/.local/share/istiolab/default/", "/usr/local/bin/")]
    [InlineData("MacOS", "/Users/me/Library/Application Support/istiolab/default/", "/opt/homebrew/bin/")]
    [InlineData("Windows", """C:\Users\a user\AppData\Local\istiolab\default\""", """C:\Program Files\tools\""")]
    public async Task Lines_are_the_golden_file(string system, string folder, string tools)
    {
        var on = Enum.Parse<MachineSystem>(system);
        var suffix = on == MachineSystem.Windows ? ".exe" : "";
        var lines = Calls(folder).Select(call => PasteableLine.Of(
            new ToolCommand(new Tool(call.Tool, $"{tools}{call.Tool}{suffix}"), call.Arguments), on));

        var expected = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Cases", "command-lines", $"{system}.txt"), TestContext.Current.CancellationToken);
        Assert.Equal(expected.ReplaceLineEndings("\n"), string.Concat(lines.Select(line => $"{line}\n")));
    }

    [Theory]
    [InlineData("Linux", "plain", "plain")]
    [InlineData("Linux", "", "''")]
    [InlineData("Linux", "it's", "'it'\\''s'")]
    [InlineData("Linux", "back\\slash", "'back\\slash'")]
    [InlineData("Linux", "$HOME", "'$HOME'")]
    [InlineData("Windows", "C:\\plain\\file", "C:\\plain\\file")]
    [InlineData("Windows", "C:\\with blank\\", "\"C:\\with blank\\\\\"")]
    [InlineData("Windows", "say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData("Windows", "a \\\"b", "\"a \\\\\\\"b\"")]
    [InlineData("Windows", "", "\"\"")]
    public void Word_is_quoted_as_its_system_reads_it(string system, string word, string quoted) =>
        Assert.Equal($"t {quoted}", PasteableLine.Of(new ToolCommand(new Tool("t", "t"), word), Enum.Parse<MachineSystem>(system)));

    [Theory]
    [InlineData("MacOS", "cd '/a b' && env -u GONE KUBECONFIG='/x y' t a")]
    [InlineData("Windows", """cd /d "/a b" && set "KUBECONFIG=/x y" && set "GONE=" && t a""")]
    public void Folder_and_variables_are_part_of_the_line(string system, string line)
    {
        var command = new ToolCommand(new Tool("t", "t"), "a")
        {
            WorkingDirectory = "/a b",
            Environment = new Dictionary<string, string?> { ["KUBECONFIG"] = "/x y", ["GONE"] = null },
        };

        Assert.Equal(line, PasteableLine.Of(command, Enum.Parse<MachineSystem>(system)));
    }

    private static IEnumerable<(string Tool, IReadOnlyList<string> Arguments)> Calls(string folder)
    {
        IReadOnlyList<string> OnCluster(IReadOnlyList<string> arguments) => IstioctlCommands.On(arguments, $"{folder}kubeconfig", K3dNames.Context(Name));
        var image = "registry.cn-hangzhou.aliyuncs.com/nolen_linux/test:v1";
        var minutes = TimeSpan.FromMinutes(5);
        return
        [
            ("docker", DockerCommands.Info),
            ("docker", DockerCommands.Containers(Name)),
            ("docker", DockerCommands.Volumes(Name)),
            ("docker", DockerCommands.Networks(Name)),
            ("docker", DockerCommands.Kill("k3d-istiolab-default-server-0")),
            ("docker", DockerCommands.Remove(new DockerLeftover("container", "k3d-istiolab-default-server-0"))),
            ("docker", DockerCommands.Remove(new DockerLeftover("volume", "k3d-istiolab-default-images"))),
            ("docker", DockerCommands.Remove(new DockerLeftover("network", "k3d-istiolab-default"))),
            ("docker", DockerCommands.Logs("k3d-istiolab-default-server-0")),
            ("docker", DockerCommands.Pull("docker.io/curlimages/curl:8.16.0")),
            ("docker", DockerCommands.Tag("docker.io/curlimages/curl:8.16.0", image)),
            ("k3d", K3dCommands.Version),
            ("k3d", K3dCommands.List),
            ("k3d", K3dCommands.Create($"{folder}k3d.yaml")),
            ("k3d", K3dCommands.Start(Name, minutes)),
            ("k3d", K3dCommands.Stop(Name)),
            ("k3d", K3dCommands.Delete(Name)),
            ("k3d", K3dCommands.Kubeconfig(Name)),
            ("k3d", K3dCommands.ImportImage(Name, image)),
            ("istioctl", IstioctlCommands.Version),
            ("istioctl", OnCluster(IstioctlCommands.Precheck)),
            ("istioctl", OnCluster(IstioctlCommands.Install($"{folder}istio-overlay.yaml", minutes))),
            ("istioctl", OnCluster(IstioctlCommands.Uninstall($"{folder}istio-overlay.yaml"))),
            ("istioctl", OnCluster(IstioctlCommands.KubeInject("labs/canary/01-deploy-apps.yaml", ""))),
            ("istioctl", OnCluster(IstioctlCommands.KubeInject("labs/canary/01-deploy-apps.yaml", "1-30"))),
        ];
    }
}
