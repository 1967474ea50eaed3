using System.Collections.Frozen;
using System.Net;
using IstioLab.Cluster.Connections;
using IstioLab.Config.Snapshots;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>Fills the directory of pods from the API: at the start, and again when somebody asked for a pod that is not in it.</summary>
internal sealed class PodFeed : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Kubernetes _api;
    private readonly PodDirectory _directory;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<(string Uid, string? Address)> _known = [];
    private readonly Task _loop;

    public PodFeed(string kubeconfig, string? context, PodDirectory directory, TimeProvider time)
    {
        _api = new Kubernetes(KubeConnection.Read(kubeconfig, context));
        _directory = directory;
        _time = time;
        _loop = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _api.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Pause, _time);
        try
        {
            do
            {
                if (_directory.TakeMisses())
                {
                    await ReadAsync();
                }
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The relay ends.
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            var pods = await _api.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: _stopping.Token);
            foreach (var pod in pods.Items.Where(pod => pod.Spec.HostNetwork != true && _known.Add((pod.Uid(), pod.Status?.PodIP))))
            {
                Put(pod);
            }
        }
        catch (Exception silent) when (silent is HttpRequestException or HttpOperationException)
        {
            // Names are guessed until the API answers; the next miss asks again.
        }
    }

    private void Put(V1Pod pod)
    {
        var labels = (pod.Metadata.Labels ?? new Dictionary<string, string>()).ToFrozenDictionary(StringComparer.Ordinal);
        var gateway = pod.Spec.Containers is [{ Name: "istio-proxy" }];
        _directory.Put(
            gateway ? ProxyType.Gateway : ProxyType.Sidecar,
            pod.Namespace(),
            pod.Name(),
            IPAddress.TryParse(pod.Status?.PodIP, out var address) ? address : null,
            labels,
            pod.Spec.NodeName ?? "");
    }
}
