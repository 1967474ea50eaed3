using System.Collections.Immutable;
using System.Globalization;
using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis;

/// <summary>What analyzers look at, and where they report.</summary>
internal sealed class AnalysisContext
{
    private static readonly string[] s_workloads = ["Deployment", "StatefulSet", "DaemonSet"];

    /// <summary>Namespaces of Kubernetes itself: Istio neither injects nor analyses them.</summary>
    private static readonly string[] s_kubernetes = ["kube-system", "kube-public", "kube-node-lease", "local-path-storage"];

    private readonly ILookup<(string Group, string Kind), ConfigObject> _byKind;
    private readonly HashSet<ConfigObject> _supposed;
    private readonly List<AnalysisMessage> _messages = [];
    private readonly HashSet<(string Code, ObjectId Object, string Text, int Line)> _said = [];

    public AnalysisContext(IEnumerable<ConfigObject> objects, AnalysisOptions options)
    {
        Options = options;
        var given = objects.Where(item => !s_kubernetes.Contains(NamespaceOf(item.Id))).GroupBy(item => item.Id).Select(same => same.Last()).ToList();
        var mesh = given.Find(item => MeshSettingsReader.IsSettings(item.Id))?.Root["data"];
        Mesh = YamlDocumentReader.Read(mesh.Text("mesh")).Documents.FirstOrDefault()?.Root;
        RootNamespace = Mesh.OptionalText("rootNamespace") is { Length: > 0 } root ? root : "istio-system";
        ImmutableArray<ConfigObject> supposed = options.IsLive ? [] : SupposedObjects.Create(RootNamespace, Mesh, given);
        _supposed = [.. supposed];
        _byKind = given.Concat(supposed).OrderBy(item => item.Id.ToString(), StringComparer.Ordinal).ToLookup(item => (item.Id.Group, item.Id.Kind));
        Pods = [.. Of("", "Pod").Where(pod => !_supposed.Contains(pod))];
        Workloads = [.. Of("", "Pod"), .. options.IsLive ? [] : s_workloads.SelectMany(kind => Of("apps", kind)).Select(PlannedPod)];
    }

    public AnalysisOptions Options { get; }

    /// <summary>The mesh's settings, or <see langword="null"/> when nothing says them.</summary>
    public YamlNode? Mesh { get; }

    public string RootNamespace { get; }

    /// <summary>The pods themselves.</summary>
    public ImmutableArray<ConfigObject> Pods { get; }

    /// <summary>What selectors may select: pods, and in files the pods that workloads will have.</summary>
    public ImmutableArray<ConfigObject> Workloads { get; }

    public IReadOnlyList<AnalysisMessage> Messages => _messages;

    /// <summary>The objects of a kind; of Istio's groups every version.</summary>
    public IEnumerable<ConfigObject> Of(string group, string kind) => _byKind[(group, kind)];

    public IEnumerable<ConfigObject> Networking(string kind) => Of("networking.istio.io", kind);

    public ConfigObject? Find(string group, string kind, string space, string name) =>
        _byKind[(group, kind)].FirstOrDefault(item => item.Id.Namespace == space && item.Id.Name == name);

    public void Report(MessageKind kind, ConfigObject resource, string path, params object[] arguments)
    {
        if (_supposed.Contains(resource) || (kind.IsNew && Options.Release == IstioRelease.Istio117))
        {
            return;
        }

        var position = YamlPath.Find(resource.Root, path);
        var text = string.Format(CultureInfo.InvariantCulture, kind.Text, arguments);
        if (_said.Add((kind.Code, resource.Id, text, kind.IsPerLine ? position?.Line ?? 0 : 0)))
        {
            var remedy = string.Format(CultureInfo.InvariantCulture, kind.Remedy, arguments);
            _messages.Add(new AnalysisMessage(kind.Code, kind.LevelOf(Options.Release), resource, path, position, text, remedy));
        }
    }

    private static string NamespaceOf(ObjectId id) => id is { Group: "", Kind: "Namespace" } ? id.Name : id.Namespace;

    private static ConfigObject PlannedPod(ConfigObject workload)
    {
        var template = workload.Root["spec"].Child("template");
        var metadata = template.Child("metadata");
        return new ConfigObject
        {
            Id = new ObjectId("", "Pod", workload.Id.Namespace, workload.Id.Name),
            Version = "v1",
            Labels = metadata.Child("labels").ToTextMap(),
            Annotations = metadata.Child("annotations").ToTextMap(),
            Root = template ?? workload.Root,
        };
    }
}
