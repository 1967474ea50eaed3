using IstioLab.Cluster.Istio;
using IstioLab.Cluster.K3d;
using IstioLab.Cluster.Tests.Environments;
using IstioLab.Cluster.Tests.Tools;

namespace IstioLab.Cluster.Tests.K3d;

/// <summary>The dummy k3d, istioctl and docker in a folder of their own, and what they have made.</summary>
internal sealed class DummyWorld : IDisposable
{
    private static readonly string[] s_kinds = ["cluster", "container", "network", "volume"];

    private readonly TemporaryHome _home = new();
    private readonly string _state = Directory.CreateTempSubdirectory("il-dummy-").FullName;

    public DummyWorld(DummyServer server)
    {
        Tools = Directory.CreateTempSubdirectory("il-tools-").FullName;
        foreach (var tool in (string[])["k3d", "istioctl", "docker"])
        {
            DummyTool.PutScript(tool, Tools, new() { ["ISTIOLAB_DUMMY"] = _state });
        }

        Write("kubeconfig", server.Kubeconfig("istiolab-default"));
    }

    public string Tools { get; }

    public string Folder => _home.Home.Open("default").Folder;

    public List<string> Reported { get; } = [];

    /// <summary>The containers, networks and volumes that are there.</summary>
    public IReadOnlyList<string> Leftovers =>
        [.. Directory.EnumerateFiles(_state).Select(path => Path.GetFileName(path)).Where(name => s_kinds.Contains(name.Split('.')[0])).Order(StringComparer.Ordinal)];

    public IReadOnlyList<string> Calls => File.Exists(Path.Combine(_state, "calls.log")) ? File.ReadAllLines(Path.Combine(_state, "calls.log")) : [];

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(_state, name), text);

    public bool Has(string name) => File.Exists(Path.Combine(_state, name));

    public void Forget(string name) => File.Delete(Path.Combine(_state, name));

    public K3dClusterOptions Options() => new()
    {
        Folder = _home.Home.Open("default"),
        Versions = MeshVersions.Choose(null, null),
        Tools = Tools,
        Variable = _ => null,
        AskRegistries = false,
        ReadyTimeout = TimeSpan.FromMinutes(2),
        Report = line =>
        {
            lock (Reported)
            {
                Reported.Add(line);
            }
        },
    };

    public void Dispose()
    {
        _home.Dispose();
        Directory.Delete(_state, recursive: true);
        Directory.Delete(Tools, recursive: true);
    }
}
