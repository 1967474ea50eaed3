using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Api.Admission;
using IstioLab.Cluster.Embedded.Api.Objects;
using IstioLab.Cluster.Embedded.Controllers;
using IstioLab.Cluster.Embedded.Controllers.Deployments;
using IstioLab.Cluster.Embedded.Dns;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Kubelet;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Services;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Cluster.Tests.Embedded.Kubelet;
using IstioLab.Config.Schemas;
using IstioLab.Proxy.Network;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IstioLab.Cluster.Tests.Embedded.Controllers;

/// <summary>All controllers over an in-memory API, a clock that the test moves, and scripted containers.</summary>
internal sealed class ControllerHarness : IAsyncDisposable, ITrafficDrain
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly PodNetwork _network;

    public ControllerHarness()
    {
        var identity = new ObjectIdentity(1);
        var store = new ObjectStore();
        var registry = new ResourceRegistry([.. BuiltInResources.From(SchemaCatalog.BuiltIn), VirtualServices()]);
        Api = new ObjectApi(
            store, registry, [new ServiceAddresses(1, new CountedNodePorts(1)), new NamespaceLifecycle(store, registry), new PodAdmission(store, registry, identity)], identity, Time);
        var resources = new RegistryCatalog(registry);
        Events = new EventRecorder(Api, Time, NullLogger.Instance);
        Runtime = new ScriptedRuntime(Time);
        _network = new PodNetwork(new PodNetworkOptions { TimeProvider = Time });
        Table = new ServiceTable(Api);
        _network.UseServices(Table);
        Kubelet = new IstioLab.Cluster.Embedded.Kubelet.Kubelet(new KubeletServices
        {
            Api = Api,
            Events = Events,
            Runtime = Runtime,
            Network = _network,
            Dns = new ClusterDns(Api),
            Drain = this,
            Time = Time,
            Logger = NullLogger.Instance,
            Grace = TimeSpan.FromSeconds(1),
        });
        _running.Add(Task.Run(() => Events.RunAsync(_stop.Token)));
        _running.Add(Task.Run(() => Kubelet.RunAsync(_stop.Token)));
        Run(new NamespaceController(Api, resources, "certificate"));
        Run(new DeploymentController(Api, Events, Time));
        Run(new ReplicaSetController(Api, Events, Time));
        Slices = Run(new EndpointSliceController(Api, Time));
        Run(new GarbageCollector(Api, resources));
        Run(new Scheduler(Api, Events, Time));
        Tables = Run(Table);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public ObjectApi Api { get; }

    public EventRecorder Events { get; }

    public ScriptedRuntime Runtime { get; }

    public ServiceTable Table { get; }

    public ControllerLoop Slices { get; }

    public ControllerLoop Tables { get; }

    public IstioLab.Cluster.Embedded.Kubelet.Kubelet Kubelet { get; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task WaitAsync(IPAddress address, TimeSpan notice, TimeSpan requests, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartAsync()
    {
        await CreateAsync(Resources.Nodes, "", NodeObject.Create());
        await CreateAsync(Resources.Namespaces, "", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "x" } });
    }

    public ValueTask<StoredObject> CreateAsync(string resource, string ns, JsonObject body) => Api.CreateAsync(resource, ns, body, WriteOptions.Internal, Token);

    public ValueTask<StoredObject> CreatePodAsync(string name, string image, string policy = "Always", JsonObject? more = null)
    {
        var container = new JsonObject { ["name"] = "c", ["image"] = image };
        foreach (var (key, value) in more ?? []) container[key] = value?.DeepClone();
        return CreateAsync(Resources.Pods, "x", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["app"] = name } },
            ["spec"] = new JsonObject { ["restartPolicy"] = policy, ["containers"] = new JsonArray(container) },
        });
    }

    public ValueTask<StoredObject> CreateDeploymentAsync(string name, int replicas, string image, JsonObject? strategy = null) =>
        CreateAsync(Resources.Deployments, "x", new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["replicas"] = replicas,
                ["strategy"] = strategy,
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } },
                    ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = image }) },
                },
            },
        });

    public async Task ChangeAsync(string resource, string name, Action<JsonObject> change) =>
        await Api.ChangeAsync(resource, "x", name, null, node =>
        {
            change(node);
            return true;
        }, WriteOptions.Internal, Token);

    /// <summary>Waits until an object satisfies the condition; the limit is the test's own timeout, with what was seen last.</summary>
    public async Task<JsonObject> UntilAsync(string resource, string name, Func<JsonObject, bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var subscription = Api.Subscribe([resource]);
        var last = "";
        try
        {
            await foreach (var change in subscription.Events.ReadAllAsync(limit.Token))
            {
                if (change.Object.Name != name || change.Type == ObjectEventType.Deleted) continue;
                var node = change.Object.ToNode();
                if (condition(node)) return node;
                last = node.ToJsonString();
            }
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            Assert.Fail($"{resource} '{name}' did not get there: {last}");
        }

        throw new OperationCanceledException(Token);
    }

    /// <summary>As the other, moving the clock until it comes true: a controller may not have set its timer yet.</summary>
    public async Task UntilAsync(string resource, string name, Func<JsonObject, bool> condition, TimeSpan step)
    {
        var reached = UntilAsync(resource, name, condition);
        while (!reached.IsCompleted)
        {
            Time.Advance(step);
            await Task.WhenAny(reached, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token));
        }

        await reached;
    }

    public async Task UntilGoneAsync(string resource, string ns, string name)
    {
        using var subscription = Api.Subscribe([resource]);
        while (Api.Find(resource, ns, name) is not null) await subscription.Events.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    public Task<JsonObject> UntilEventAsync(string reason, string text) => UntilAnyAsync(
        Resources.Events, item => item.Text("reason") == reason && item.Text("message").Contains(text, StringComparison.Ordinal));

    public async Task<JsonObject> UntilAnyAsync(string resource, Func<JsonObject, bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var subscription = Api.Subscribe([resource]);
        await foreach (var change in subscription.Events.ReadAllAsync(limit.Token))
        {
            var node = change.Object.ToNode();
            if (change.Type != ObjectEventType.Deleted && condition(node)) return node;
        }

        throw new OperationCanceledException(limit.Token);
    }

    /// <summary>Waits for what no object tells.</summary>
    public static async Task UntilTrueAsync(Func<bool> condition)
    {
        var limit = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(limit) < TimeSpan.FromSeconds(30), "It did not come true within 30 s.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Kubelet.DisposeAsync();
        await _network.DisposeAsync();
        _stop.Dispose();
    }

    private static ResourceDescriptor VirtualServices()
    {
        var schema = SchemaCatalog.BuiltIn.Resources.First(item => item.Names.Plural == "virtualservices" && item.Version == "v1");
        return new ResourceDescriptor
        {
            Group = schema.Group,
            Plural = schema.Names.Plural,
            Singular = schema.Names.Singular,
            Kind = schema.Kind,
            Namespaced = true,
            Custom = true,
            Versions = [new ResourceVersionDescriptor(schema.Version, schema, [])],
        };
    }

    private ControllerLoop Run(IController controller)
    {
        var loop = new ControllerLoop(controller, Api, Time, NullLogger.Instance);
        _running.Add(Task.Run(() => loop.RunAsync(_stop.Token)));
        return loop;
    }
}
