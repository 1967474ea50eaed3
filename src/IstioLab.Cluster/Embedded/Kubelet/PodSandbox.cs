using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Dns;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>What the containers of one pod share: its address, names, volumes, and the way to have its status written.</summary>
internal sealed class PodSandbox
{
    private static readonly TimeSpan DependencyRetry = TimeSpan.FromSeconds(2);
    private readonly KubeletServices _services;
    private readonly ContainerEnvironment _environment;
    private readonly PodVolumes _volumes;
    private readonly IPodResolver _resolver;
    private readonly Func<CancellationToken, Task> _shown;
    private readonly Action _changed;
    private TaskCompletionSource _dependencies = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JsonObject _pod;

    public PodSandbox(KubeletServices services, ProbeClient probes, JsonObject pod, Action changed, Func<CancellationToken, Task> shown, CancellationToken killed)
    {
        _services = services;
        _pod = pod;
        _changed = changed;
        _shown = shown;
        Probes = probes;
        Killed = killed;
        Interface = services.Network.Attach(services.Addresses.Next(), $"{pod.Text("metadata", "namespace")}/{pod.Text("metadata", "name")}");
        _environment = new ContainerEnvironment(services.Api);
        _volumes = new PodVolumes(services.Api, services.Time);
        _resolver = new PodResolver(services.Dns, Namespace);
    }

    public string Name => _pod.Text("metadata", "name");

    public string Namespace => _pod.Text("metadata", "namespace");

    public string Uid => _pod.Text("metadata", "uid");

    public EventSubject Subject => EventSubject.OfPod(_pod);

    public string RestartPolicy => _pod.Text("spec", "restartPolicy") is { Length: > 0 } policy ? policy : "Always";

    public bool HasInitial => _pod.Items("spec", "initContainers").Any();

    public IPodInterface Interface { get; }

    public ProbeClient Probes { get; }

    /// <summary>Cancelled when the pod goes without a grace.</summary>
    public CancellationToken Killed { get; }

    /// <summary>The grace that the pod gets when it is told to end.</summary>
    public TimeSpan Grace => _services.Grace is { } most && most < OwnGrace ? most : OwnGrace;

    /// <summary>The grace that the pod asks for.</summary>
    public TimeSpan OwnGrace => TimeSpan.FromSeconds(
        _pod.LongNumber("metadata", "deletionGracePeriodSeconds") ?? _pod.LongNumber("spec", "terminationGracePeriodSeconds") ?? 30);

    public void Update(JsonObject pod) => Volatile.Write(ref _pod, pod);

    public void Changed() => _changed();

    public ProbeSpec Original(ProbeSpec probe) => AppProbes.Original(_pod, probe);

    /// <summary>A ConfigMap or Secret of the namespace is new or has changed: whoever waits for one tries again.</summary>
    public void DependenciesChanged() =>
        Interlocked.Exchange(ref _dependencies, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Completes when a ConfigMap or Secret changes, or after a while. Asked for before the attempt, it misses no change.</summary>
    public Task DependenciesAsync(CancellationToken cancellationToken) =>
        Task.WhenAny(Volatile.Read(ref _dependencies).Task, Task.Delay(DependencyRetry, _services.Time, cancellationToken));

    /// <summary>Completes when the status as it is now has been written.</summary>
    public Task Shown(CancellationToken cancellationToken) => _shown(cancellationToken);

    /// <summary>Fills the volumes, now or again.</summary>
    /// <exception cref="ConfigurationException">A volume needs an object that is not there.</exception>
    public void FillVolumes() => _volumes.Fill(_pod, Interface.Address);

    /// <exception cref="ConfigurationException">The environment needs an object or a key that is not there.</exception>
    public ContainerSpec Describe(JsonObject container)
    {
        var environment = _environment.Build(_pod, container, Interface.Address);
        var variables = environment.ToDictionary(StringComparer.Ordinal);
        return new ContainerSpec
        {
            PodName = Name,
            PodNamespace = Namespace,
            Name = container.Text("name"),
            Image = container.Text("image"),
            Command = [.. container.Texts("command").Select(text => ContainerEnvironment.Expand(text, variables))],
            Arguments = [.. container.Texts("args").Select(text => ContainerEnvironment.Expand(text, variables))],
            Environment = environment,
            WorkingDirectory = container.Text("workingDir") is { Length: > 0 } folder ? folder : null,
            Hostname = _pod.Text("spec", "hostname") is { Length: > 0 } hostname ? hostname : null,
            Mounts = _volumes.Mounts(container),
            Stdin = container.Flag("stdin"),
            StdinOnce = container.Flag("stdinOnce"),
            Tty = container.Flag("tty"),
            HostAliases = [.. _pod.Items("spec", "hostAliases").Select(alias => $"{alias.Text("ip")}\t{string.Join('\t', alias.Texts("hostnames"))}")],
            Network = Interface,
            Resolver = _resolver,
        };
    }
}
