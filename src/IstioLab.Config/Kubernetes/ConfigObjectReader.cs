using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using IstioLab.Config.Diagnostics;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Kubernetes;

/// <summary>Reads objects from files and from the API server's JSON.</summary>
public static class ConfigObjectReader
{
    private static readonly FrozenSet<string> ClusterKinds = FrozenSet.ToFrozenSet(
        [
            "Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding", "StorageClass", "IngressClass",
            "CustomResourceDefinition", "APIService", "PriorityClass", "RuntimeClass", "MutatingWebhookConfiguration",
            "ValidatingWebhookConfiguration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "CSIDriver", "GatewayClass",
        ],
        StringComparer.Ordinal);

    /// <summary>Reads all objects of a text; bad ones become diagnostics.</summary>
    /// <param name="text">YAML or JSON, one or more documents.</param>
    /// <param name="file">The name for positions.</param>
    /// <param name="defaultNamespace">The namespace of objects that name none.</param>
    public static ConfigFile Read(string text, string file = "", string defaultNamespace = "default")
    {
        var yaml = YamlDocumentReader.Read(text, file);
        var objects = ImmutableArray.CreateBuilder<ConfigObject>();
        var diagnostics = yaml.Diagnostics.ToBuilder();
        foreach (var document in yaml.Documents)
        {
            if (document.Root is not null)
            {
                ReadNode(document.Root, document.Position, defaultNamespace, objects, diagnostics);
            }
        }

        return new ConfigFile(objects.ToImmutable(), diagnostics.ToImmutable());
    }

    /// <summary>Reads one object of the API server.</summary>
    /// <param name="utf8">The object as JSON in UTF-8.</param>
    /// <exception cref="JsonException">The bytes are no JSON object with apiVersion, kind and metadata.name.</exception>
    public static ConfigObject ReadJson(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        var root = YamlJson.FromJson(document.RootElement);
        return Create(root, "") ?? throw new JsonException("An object needs apiVersion, kind and metadata.name.");
    }

    private static void ReadNode(
        YamlNode node,
        SourcePosition position,
        string defaultNamespace,
        ImmutableArray<ConfigObject>.Builder objects,
        ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (node["kind"] is YamlScalar { Text: var list } && list.EndsWith("List", StringComparison.Ordinal)
            && node["items"] is YamlSequence items)
        {
            foreach (var item in items.Items)
            {
                ReadNode(item, item.Position ?? position, defaultNamespace, objects, diagnostics);
            }

            return;
        }

        if (Create(node, defaultNamespace) is { } read)
        {
            objects.Add(read);
            return;
        }

        diagnostics.Add(new Diagnostic(
            null,
            DiagnosticLevel.Error,
            position.File.Length == 0 ? "YAML" : $"File '{position.File}'",
            "",
            position,
            Missing(node)));
    }

    private static string Missing(YamlNode node)
    {
        if (node is not YamlMapping)
        {
            return "The document is no object. An object begins with 'apiVersion:', 'kind:' and 'metadata:'.";
        }

        if (node.Text("kind").Length == 0)
        {
            return "Object 'kind' is missing. Write e.g. 'kind: VirtualService'.";
        }

        return node.Text("apiVersion").Length == 0
            ? $"'apiVersion' of this {node.Text("kind")} is missing. Write e.g. 'apiVersion: networking.istio.io/v1'."
            : $"'metadata.name' of this {node.Text("kind")} is missing. Write 'metadata:' and below it 'name: …'.";
    }

    private static ConfigObject? Create(YamlNode root, string defaultNamespace)
    {
        var kind = root.Text("kind");
        var apiVersion = root.Text("apiVersion");
        var metadata = root["metadata"];
        var name = metadata.Text("name");
        if (name.Length == 0)
        {
            name = metadata.Text("generateName");
        }

        if (kind.Length == 0 || apiVersion.Length == 0 || name.Length == 0)
        {
            return null;
        }

        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var space = metadata.Text("namespace");
        if (ClusterKinds.Contains(kind))
        {
            space = "";
        }
        else if (space.Length == 0)
        {
            space = defaultNamespace;
        }

        return new ConfigObject
        {
            Id = new ObjectId(slash < 0 ? "" : apiVersion[..slash], kind, space, name),
            Version = apiVersion[(slash + 1)..],
            Labels = metadata?["labels"].ToTextMap() ?? FrozenDictionary<string, string>.Empty,
            Annotations = metadata?["annotations"].ToTextMap() ?? FrozenDictionary<string, string>.Empty,
            CreationTime = ReadTime(metadata.Text("creationTimestamp")),
            Generation = long.TryParse(metadata.Text("generation"), CultureInfo.InvariantCulture, out var generation) ? generation : 0,
            Root = root,
        };
    }

    private static DateTimeOffset ReadTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : DateTimeOffset.MinValue;
}
