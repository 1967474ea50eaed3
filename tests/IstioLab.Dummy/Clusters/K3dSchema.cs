using System.Text.RegularExpressions;
using IstioLab.Config.Yaml;

namespace IstioLab.Dummy.Clusters;

/// <summary>The fields of k3d's configuration file <c>k3d.io/v1alpha5</c>, and what it does to the text before it reads it.</summary>
internal static partial class K3dSchema
{
    private static readonly HashSet<string> s_fields =
    [
        "apiVersion", "kind", "metadata.name", "servers", "agents", "kubeAPI.host", "kubeAPI.hostIP", "kubeAPI.hostPort", "image", "network", "subnet",
        "token", "volumes[].volume", "volumes[].nodeFilters[]", "ports[].port", "ports[].nodeFilters[]", "env[].envVar", "env[].nodeFilters[]",
        "files[].source", "files[].destination", "files[].description", "files[].nodeFilters[]", "hostAliases[].ip", "hostAliases[].hostnames[]",
        "registries.use[]", "registries.config", "options.k3d.wait", "options.k3d.timeout", "options.k3d.disableLoadbalancer",
        "options.k3d.disableImageVolume", "options.k3d.disableRollback", "options.k3s.extraArgs[].arg", "options.k3s.extraArgs[].nodeFilters[]",
        "options.kubeconfig.updateDefaultKubeconfig", "options.kubeconfig.switchCurrentContext", "options.runtime.gpuRequest",
        "options.runtime.serversMemory", "options.runtime.agentsMemory", "options.runtime.hostPidMode", "options.runtime.labels[].label",
        "options.runtime.labels[].nodeFilters[]",
    ];

    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Check(string text)
    {
        if (Variable().Match(text) is { Success: true } variable)
        {
            return $"'{variable.Value}' is expanded before the file is read.";
        }

        var root = YamlPaths.Root(text);
        if (YamlPaths.Of(root).FirstOrDefault(path => !s_fields.Contains(path)) is { } unknown)
        {
            return $"Additional property {unknown} is not allowed";
        }

        if (root?["kubeAPI"]?["hostPort"] is not YamlScalar { Kind: YamlScalarKind.String })
        {
            return "kubeAPI.hostPort: Invalid type. Expected: string";
        }

        var mirrors = root["registries"]?["config"] is YamlScalar registries ? YamlPaths.Of(YamlPaths.Root(registries.Text)) : [];
        return mirrors.FirstOrDefault(path => !path.StartsWith("mirrors.", StringComparison.Ordinal) || !path.EndsWith(".endpoint[]", StringComparison.Ordinal)) is { } wrong
            ? $"registries.yaml: unknown field {wrong}"
            : null;
    }

    [GeneratedRegex(@"\$(\w+|\{\w+\})")]
    private static partial Regex Variable();
}
