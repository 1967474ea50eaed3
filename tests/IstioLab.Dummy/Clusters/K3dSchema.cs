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
        "registries.create.name", "registries.create.host", "registries.create.hostPort", "registries.create.image", "registries.create.proxy.remoteURL",
        "registries.create.proxy.username", "registries.create.proxy.password", "registries.create.volumes[]", "registries.create.enforcePortMatch",
        "registries.use[]", "registries.config", "options.k3d.wait", "options.k3d.timeout", "options.k3d.disableLoadbalancer",
        "options.k3d.disableImageVolume", "options.k3d.disableRollback", "options.k3d.loadbalancer.configOverrides[]", "options.k3s.extraArgs[].arg",
        "options.k3s.extraArgs[].nodeFilters[]", "options.k3s.nodeLabels[].label", "options.k3s.nodeLabels[].nodeFilters[]",
        "options.kubeconfig.updateDefaultKubeconfig", "options.kubeconfig.switchCurrentContext", "options.runtime.gpuRequest",
        "options.runtime.serversMemory", "options.runtime.agentsMemory", "options.runtime.hostPidMode", "options.runtime.labels[].label",
        "options.runtime.labels[].nodeFilters[]", "options.runtime.ulimits[].name", "options.runtime.ulimits[].soft", "options.runtime.ulimits[].hard",
    ];

    private static readonly (string Path, YamlScalarKind Kind)[] s_types =
    [
        ("servers", YamlScalarKind.Integer), ("agents", YamlScalarKind.Integer), ("kubeAPI.hostPort", YamlScalarKind.String),
        ("kubeAPI.hostIP", YamlScalarKind.String), ("image", YamlScalarKind.String), ("options.k3d.wait", YamlScalarKind.Boolean),
        ("options.k3d.timeout", YamlScalarKind.String), ("options.k3d.disableRollback", YamlScalarKind.Boolean),
        ("options.kubeconfig.updateDefaultKubeconfig", YamlScalarKind.Boolean), ("options.kubeconfig.switchCurrentContext", YamlScalarKind.Boolean),
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

        if (s_types.FirstOrDefault(field => Find(root, field.Path) is YamlScalar scalar && scalar.Kind != field.Kind) is { Path: not null } mistyped)
        {
            return $"{mistyped.Path}: Invalid type. Expected: {mistyped.Kind}";
        }

        if (NodeFilters(root).FirstOrDefault(filter => !NodeFilter().IsMatch(filter)) is { } nowhere)
        {
            return $"node filter '{nowhere}' matches no node";
        }

        var mirrors = root?["registries"]?["config"] is YamlScalar registries ? YamlPaths.Of(YamlPaths.Root(registries.Text)) : [];
        return mirrors.FirstOrDefault(path => !path.StartsWith("mirrors.", StringComparison.Ordinal) || !path.EndsWith(".endpoint[]", StringComparison.Ordinal)) is { } wrong
            ? $"registries.yaml: unknown field {wrong}"
            : null;
    }

    private static YamlNode? Find(YamlNode? root, string path) => path.Split('.').Aggregate(root, (node, name) => node?[name]);

    private static IEnumerable<string> NodeFilters(YamlNode? node) => node switch
    {
        YamlMapping mapping => mapping.Fields.SelectMany(field => field.Key == "nodeFilters" && field.Value is YamlSequence filters
            ? filters.Items.OfType<YamlScalar>().Select(filter => filter.Text)
            : NodeFilters(field.Value)),
        YamlSequence sequence => sequence.Items.SelectMany(NodeFilters),
        _ => [],
    };

    [GeneratedRegex(@"^(server|agent):(\*|\d+)$|^loadbalancer$|^all$")]
    private static partial Regex NodeFilter();

    [GeneratedRegex(@"\$(\w+|\{\w+\})")]
    private static partial Regex Variable();
}
