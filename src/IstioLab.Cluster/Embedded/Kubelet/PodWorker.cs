using System.Threading.Channels;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;
using Microsoft.Extensions.Logging;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>The life of one pod: volumes, init containers, containers, and the end. Its status is written by a loop that merges changes.</summary>
internal sealed class PodWorker : IAsyncDisposable
{
    private readonly KubeletServices _services;
    private readonly ObjectKey _key;
    private readonly string _uid;
    private readonly PodSandbox _sandbox;
    private readonly List<ContainerSlot> _initial;
    private readonly List<ContainerSlot> _main;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _life;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task _living;
    private readonly Task _writing;
    private readonly DateTimeOffset _startTime;
    private TaskCompletionSource _shown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _ending;
    private long _generation;
    private long _wanted;
    private long _written;
    private bool _prepared;
    private bool _initialized;
    private bool _finished;

    public PodWorker(KubeletServices services, ProbeClient probes, StoredObject pod)
    {
        _services = services;
        _key = pod.Key;
        _uid = pod.Uid;
        _generation = pod.Generation;
        _startTime = services.Time.GetUtcNow();
        _life = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var node = pod.ToNode();
        _sandbox = new PodSandbox(services, probes, node, Changed, ShownAsync, _stop.Token);
        _initial = [.. node.Items("spec", "initContainers").Select(spec => new ContainerSlot(services, _sandbox, spec, initial: true))];
        _main = [.. node.Items("spec", "containers").Select(spec => new ContainerSlot(services, _sandbox, spec, initial: false))];
        Changed();
        _writing = WriteLoopAsync(_stop.Token);
        _living = LiveAsync(_life.Token);
    }

    public string Uid => _uid;

    public PodSandbox Sandbox => _sandbox;

    public ContainerSlot? Find(string container) => _main.Concat(_initial).FirstOrDefault(slot => slot.Name == container);

    /// <summary>Takes note of a change of the pod; a deletion timestamp begins its end.</summary>
    public void Update(StoredObject pod)
    {
        _sandbox.Update(pod.ToNode());
        if (pod.Generation != Volatile.Read(ref _generation))
        {
            Volatile.Write(ref _generation, pod.Generation);
            Changed();
        }

        if (pod.IsTerminating()) _ending ??= EndAsync(_stop.Token);
    }

    /// <summary>Fills the volumes again after a ConfigMap or Secret has changed.</summary>
    public void Refresh()
    {
        _sandbox.DependenciesChanged();
        if (!_prepared) return;
        try
        {
            _sandbox.FillVolumes();
        }
        catch (ConfigurationException)
        {
            // The object is gone: as in Kubernetes, the files that are there stay.
        }
    }

    /// <summary>Ends everything at once, without a trace in the API.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll([_living, _writing, _ending ?? Task.CompletedTask]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ReleaseAsync();
    }

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        await PrepareAsync(cancellationToken);
        foreach (var slot in _initial)
        {
            if (slot.IsSidecar)
            {
                _ = Watch(slot, cancellationToken);
                while (!slot.Started) await ShownAsync(next: true, cancellationToken);
                continue;
            }

            await slot.RunAsync(cancellationToken);
            if (slot.State is not ContainerState.Terminated { ExitCode: 0 }) return;
        }

        _initialized = true;
        Changed();
        await Task.WhenAll(_main.Select(slot => Watch(slot, cancellationToken)));
        _finished = true;
        await Task.WhenAll(_initial.Where(slot => slot.IsSidecar).Select(slot => slot.StopAsync(_sandbox.Grace, cancellationToken)));
        Changed();
    }

    private async Task Watch(ContainerSlot slot, CancellationToken cancellationToken)
    {
        try
        {
            await slot.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested || cancellationToken.IsCancellationRequested)
        {
            // The pod ends.
        }
#pragma warning disable CA1031 // A container that breaks the runtime must show in its log, not take the kubelet down.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _services.Logger.LogError(failure, "Container '{Container}' of pod '{Namespace}/{Pod}' broke", slot.Name, _key.Namespace, _key.Name);
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var again = _sandbox.DependenciesAsync(cancellationToken);
            try
            {
                _sandbox.FillVolumes();
                _prepared = true;
                Changed();
                return;
            }
            catch (ConfigurationException missing)
            {
                _services.Events.Warning(_sandbox.Subject, EventSource.Kubelet, "FailedMount", missing.Message);
                await again;
            }
        }
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        var running = _main.Concat(_initial).Where(slot => slot.State is ContainerState.Running).ToList();
        foreach (var slot in running)
        {
            var subject = slot.IsInitial ? _sandbox.Subject.InitContainer(slot.Name) : _sandbox.Subject.Container(slot.Name);
            _services.Events.Normal(subject, EventSource.Kubelet, "Killing", $"Stopping container {slot.Name}");
        }

        if (running.Count > 0 && _sandbox.Grace > TimeSpan.Zero)
        {
            await _services.Drain.WaitAsync(_sandbox.Interface.Address, notice: _sandbox.OwnGrace, requests: _sandbox.Grace, cancellationToken);
        }

        var stopping = _main.Select(slot => slot.StopAsync(_sandbox.Grace, cancellationToken)).ToList();
        await _life.CancelAsync();
        await Task.WhenAll(stopping);
        await Task.WhenAll(_initial.Select(slot => slot.StopAsync(_sandbox.Grace, cancellationToken)));
        await _living.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _finished = true;
        Changed();
        await ShownAsync(cancellationToken);
        await _stop.CancelAsync();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ReleaseAsync();
        try
        {
            await _services.Api.DeleteAsync(
                _key.Resource, _key.Namespace, _key.Name, DeleteRequest.Now with { PreconditionUid = _uid }, CancellationToken.None);
        }
        catch (ApiException gone) when (gone.Reason is "NotFound" or "Conflict")
        {
            // Somebody forced the deletion meanwhile.
        }
    }

    private async ValueTask ReleaseAsync()
    {
        foreach (var slot in _main.Concat(_initial)) await slot.DisposeAsync();
        await _sandbox.Interface.DisposeAsync();
        _life.Dispose();
    }

    private void Changed()
    {
        Interlocked.Increment(ref _wanted);
        _signal.Writer.TryWrite(true);
    }

    private Task ShownAsync(CancellationToken cancellationToken) => ShownAsync(next: false, cancellationToken);

    /// <summary>Completes when the present state has been written, or with <paramref name="next"/> after any further write.</summary>
    private async Task ShownAsync(bool next, CancellationToken cancellationToken)
    {
        var goal = next ? Volatile.Read(ref _written) + 1 : Volatile.Read(ref _wanted);
        while (true)
        {
            var shown = Volatile.Read(ref _shown);
            if (Volatile.Read(ref _written) >= goal) return;
            await shown.Task.WaitAsync(cancellationToken);
        }
    }

    private async Task WriteLoopAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        await foreach (var _ in _signal.Reader.ReadAllAsync(cancellationToken))
        {
            var version = Volatile.Read(ref _wanted);
            await WriteAsync(cancellationToken);
            Volatile.Write(ref _written, version);
            var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref _shown, next).TrySetResult();
        }
    }

    private async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        var report = new PodReport
        {
            Generation = Volatile.Read(ref _generation),
            Address = _prepared ? _sandbox.Interface.Address : null,
            StartTime = _startTime,
            Initialized = _initialized || _initial.Count == 0,
            Finished = _finished,
            RestartPolicy = _sandbox.RestartPolicy,
            Initial = _initial,
            Main = _main,
            Now = _services.Time.GetUtcNow(),
        };
        try
        {
            await _services.Api.ChangeAsync(
                _key.Resource, _key.Namespace, _key.Name, "status",
                node => node.Text("metadata", "uid") == _uid && PodStatus.Apply(node, report), WriteOptions.Internal, cancellationToken);
        }
        catch (ApiException refused)
        {
            _services.Logger.LogWarning(refused, "The status of pod '{Namespace}/{Pod}' was not stored", _key.Namespace, _key.Name);
        }
    }
}
