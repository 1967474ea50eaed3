using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Runtime;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>
/// One container of a pod over its restarts: pulls, starts, probes, notes how it ended, and starts it again as the restart policy and
/// the back-off say. Its properties are what the pod's status shows.
/// </summary>
internal sealed class ContainerSlot(KubeletServices services, PodSandbox pod, JsonObject spec, bool initial)
{
    private readonly BackOff _backOff = new();
    private CancellationTokenSource? _probing;
    private IContainer? _current;
    private IContainer? _previous;
    private bool _stopping;

    public string Name { get; } = spec.Text("name");

    public string Image { get; } = spec.Text("image");

    public JsonObject Spec => spec;

    public bool IsInitial => initial;

    /// <summary>An init container that goes on running beside the others.</summary>
    public bool IsSidecar { get; } = initial && spec.Text("restartPolicy") == "Always";

    public ContainerState State { get; private set; } = new ContainerState.Waiting(initial || pod.HasInitial ? "PodInitializing" : "ContainerCreating");

    public ContainerState? Last { get; private set; }

    public string Id { get; private set; } = "";

    public int Restarts { get; private set; }

    public bool Ready { get; private set; }

    public bool Started { get; private set; }

    public IContainer? Current => Volatile.Read(ref _current);

    public IContainer? Previous => Volatile.Read(ref _previous);

    private EventSubject Subject => initial ? pod.Subject.InitContainer(Name) : pod.Subject.Container(Name);

    /// <summary>Runs until the container has ended for good, or until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await PullAsync(cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            var started = services.Time.GetUtcNow();
            if (!await OnceAsync(started, cancellationToken) || _stopping || !ShouldRestart()) return;
            await PauseAsync(services.Time.GetUtcNow() - started, cancellationToken);
            Restarts++;
        }
    }

    /// <summary>Ends the container for good: SIGTERM, then after the grace a kill.</summary>
    public async Task StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        _stopping = true;
        if (Current is not { } container || State is not ContainerState.Running) return;
        await LifecycleHooks.RunAsync(services, spec, "preStop", container, Subject, grace, cancellationToken);
        await container.StopAsync(grace, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        if (_probing is { } probing) await probing.CancelAsync();
        if (_previous is { } previous) await previous.DisposeAsync();
        if (_current is { } current) await current.DisposeAsync();
    }

    private async Task PullAsync(CancellationToken cancellationToken)
    {
        var backOff = new BackOff();
        backOff.Next(TimeSpan.Zero);
        while (!services.Runtime.HasImage(Image))
        {
            if (spec.Text("imagePullPolicy") == "Never")
            {
                Move(new ContainerState.Waiting("ErrImageNeverPull", $"Container image \"{Image}\" is not present with pull policy of Never"));
                Warn("ErrImageNeverPull", $"Container image \"{Image}\" is not present with pull policy of Never");
                await Task.Delay(BackOff.First, services.Time, cancellationToken);
                continue;
            }

            var problem = services.Runtime.DescribeMissingImage(Image);
            services.Events.Normal(Subject, EventSource.Kubelet, "Pulling", $"Pulling image \"{Image}\"");
            Warn("Failed", $"Failed to pull image \"{Image}\": {problem}");
            Warn("Failed", "Error: ErrImagePull");
            Move(new ContainerState.Waiting("ErrImagePull", problem));
            await pod.Shown(cancellationToken);
            services.Events.Normal(Subject, EventSource.Kubelet, "BackOff", $"Back-off pulling image \"{Image}\": ErrImagePull: {problem}");
            Warn("Failed", "Error: ImagePullBackOff");
            Move(new ContainerState.Waiting("ImagePullBackOff", $"Back-off pulling image \"{Image}\": ErrImagePull: {problem}"));
            await Task.Delay(backOff.Next(TimeSpan.Zero), services.Time, cancellationToken);
        }
    }

    /// <summary>One life of the container. False when it never came to one because it was stopped before.</summary>
    private async Task<bool> OnceAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        services.Events.Normal(
            Subject, EventSource.Kubelet, "Pulled", $"Container image \"{Image}\" already present on machine and can be accessed by the pod");
        if (await CreateAsync(cancellationToken) is not { } container) return false;
        Id = $"istiolab://{Convert.ToHexStringLower(SHA256.HashData(Guid.NewGuid().ToByteArray()))}";
        await ReplaceAsync(container);
        services.Events.Normal(Subject, EventSource.Kubelet, "Created", "Container created");
        try
        {
            container.Start();
        }
        catch (ContainerStartException failure)
        {
            var text = $"failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: {failure.Message}: unknown";
            Warn("Failed", $"Error: {text}");
            Move(new ContainerState.Terminated(128, "StartError", DateTimeOffset.UnixEpoch, services.Time.GetUtcNow(), Id, text));
            return true;
        }

        services.Events.Normal(Subject, EventSource.Kubelet, "Started", "Container started");
        await LifecycleHooks.RunAsync(services, spec, "postStart", container, Subject, TimeSpan.FromSeconds(30), cancellationToken);
        Started = spec["startupProbe"] is null;
        Move(new ContainerState.Running(at));
        var code = await WatchAsync(container, cancellationToken);
        Ready = Started = false;
        var reason = code == 0 ? "Completed" : "Error";
        Move(new ContainerState.Terminated(code, reason, at, services.Time.GetUtcNow(), Id));
        return true;
    }

    private async Task<int> WatchAsync(IContainer container, CancellationToken cancellationToken)
    {
        using var probing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _probing = probing;
        var prober = new Prober(
            services, pod, Subject, spec, container, SetReady, SetStarted, message => KillAsync(container, message, probing.Token));
        var watching = initial && !IsSidecar ? Task.CompletedTask : prober.RunAsync(probing.Token);
        try
        {
            return await container.Exited.WaitAsync(pod.Killed);
        }
        finally
        {
            _probing = null;
            await probing.CancelAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task KillAsync(IContainer container, string message, CancellationToken cancellationToken)
    {
        services.Events.Normal(Subject, EventSource.Kubelet, "Killing", message);
        await container.StopAsync(pod.Grace, cancellationToken);
    }

    private async Task<IContainer?> CreateAsync(CancellationToken cancellationToken)
    {
        while (!_stopping)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var again = pod.DependenciesAsync(cancellationToken);
            try
            {
                return services.Runtime.Create(pod.Describe(spec));
            }
            catch (ConfigurationException missing)
            {
                Warn("Failed", $"Error: {missing.Message}");
                Move(new ContainerState.Waiting("CreateContainerConfigError", missing.Message));
                await again;
            }
        }

        return null;
    }

    private async ValueTask ReplaceAsync(IContainer container)
    {
        var old = Interlocked.Exchange(ref _current, container);
        if (Interlocked.Exchange(ref _previous, old) is { } oldest) await oldest.DisposeAsync();
    }

    private bool ShouldRestart()
    {
        var failed = State is not ContainerState.Terminated { ExitCode: 0 };
        if (IsSidecar) return true;
        if (initial) return failed && pod.RestartPolicy != "Never";
        return pod.RestartPolicy switch { "Never" => false, "OnFailure" => failed, _ => true };
    }

    private async Task PauseAsync(TimeSpan ran, CancellationToken cancellationToken)
    {
        var delay = _backOff.Next(ran);
        await pod.Shown(cancellationToken);
        Last = State;
        if (delay == TimeSpan.Zero) return;
        var name = $"{pod.Name}_{pod.Namespace}({pod.Uid})";
        var over = Task.Delay(delay, services.Time, cancellationToken);
        Move(new ContainerState.Waiting(
            "CrashLoopBackOff", $"back-off {GoDuration(delay)} restarting failed container={Name} pod={name}"));
        Warn("BackOff", $"Back-off restarting failed container {Name} in pod {name}");
        await over;
    }

    private static string GoDuration(TimeSpan delay) =>
        delay < TimeSpan.FromMinutes(1) ? $"{delay.TotalSeconds:0}s" : $"{(int)delay.TotalMinutes}m{delay.Seconds}s";

    private void SetReady(bool ready)
    {
        Ready = ready;
        pod.Changed();
    }

    private void SetStarted()
    {
        if (Started) return;
        Started = true;
        pod.Changed();
    }

    private void Move(ContainerState state)
    {
        State = state;
        pod.Changed();
    }

    private void Warn(string reason, string message) => services.Events.Warning(Subject, EventSource.Kubelet, reason, message);
}
