using System.Net;
using System.Text;
using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Proxy;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Tests.Embedded.Programs;

/// <summary>A pod network with busybox containers in it.</summary>
internal sealed class PodFixture : IAsyncDisposable
{
    private readonly PodNetwork _network = new(new PodNetworkOptions());
    private readonly List<IAsyncDisposable> _created = [];
    private readonly TableResolver _resolver = new();
    private int _pods;

    public PodFixture(TimeProvider? time = null)
    {
        Runtime = new ContainerRuntime(BuiltInImages.CreateCatalogue(time ?? TimeProvider.System), time ?? TimeProvider.System, new RandomSource(7));
    }

    public ContainerRuntime Runtime { get; }

    public IPodInterface Attach(string name)
    {
        var address = new IPAddress([10, 244, 0, (byte)++_pods]);
        _resolver.Names[name] = address;
        var pod = _network.Attach(address, name);
        _created.Add(pod);
        return pod;
    }

    public IContainer Create(string name, params string[] command) =>
        Create(new ContainerSpec
        {
            PodName = name,
            PodNamespace = "default",
            Name = "main",
            Image = "busybox:1.36.1",
            Command = command,
            Network = Attach(name),
            Resolver = _resolver,
        });

    public IContainer Create(ContainerSpec spec)
    {
        var container = Runtime.Create(spec);
        _created.Insert(0, container);
        return container;
    }

    public IContainer Start(string name, params string[] command)
    {
        var container = Create(name, command);
        container.Start();
        return container;
    }

    public static async Task<CommandResult> ExecAsync(IContainer container, string? stdin, params string[] command)
    {
        var output = new MemoryStream();
        var error = new MemoryStream();
        var input = stdin is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(stdin));
        var code = await container.ExecAsync(new ExecRequest(command, input, output, error), TestContext.Current.CancellationToken);
        return new CommandResult(Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()), code);
    }

    public static async Task<string> ReadLogAsync(IContainer container)
    {
        var text = new StringBuilder();
        await foreach (var line in container.Log.ReadAsync(new Cluster.Embedded.Runtime.Logs.LogQuery(), TestContext.Current.CancellationToken))
            text.Append(Encoding.UTF8.GetString(line.Span));
        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var item in _created)
            await item.DisposeAsync();
        await _network.DisposeAsync();
    }

    private sealed class TableResolver : IPodResolver
    {
        public Dictionary<string, IPAddress> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

        public string ResolvConf => "search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n";

        public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken) =>
            new(Names.TryGetValue(name, out var address) ? [address] : []);
    }
}
