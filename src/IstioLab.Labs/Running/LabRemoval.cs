using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Telemetry.Relay;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Manifests;
using IstioLab.Labs.Targets;

namespace IstioLab.Labs.Running;

/// <summary>
/// Removes what a lab made. Where the cluster is the environment's own that is the lab's namespace; elsewhere it is what carries the
/// environment's mark, and a namespace that was there before stays.
/// </summary>
internal sealed class LabRemoval(KubeApi api, LabDefinition lab, TimeProvider time)
{
    // What leads a lab's sidecars to the relay; the older versions are those of Istio before 1.22.
    private static readonly (string Version, string Kind)[] s_telemetry =
    [
        ("telemetry.istio.io/v1", "Telemetry"), ("telemetry.istio.io/v1alpha1", "Telemetry"),
        ("networking.istio.io/v1", "ServiceEntry"), ("networking.istio.io/v1beta1", "ServiceEntry"),
    ];

    /// <exception cref="KubeApiException">Something was still there after the time, or the server refused.</exception>
    public async Task RemoveAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (lab.Target.Mark is { } mark)
        {
            await RemoveMarkedAsync(mark, timeout, cancellationToken);
        }
        else
        {
            await RemoveObjectAsync($"api/v1/namespaces/{lab.Namespace}", cancellationToken);
            await WaitAsync([$"api/v1/namespaces/{lab.Namespace}"], timeout, cancellationToken);
        }
    }

    private async Task RemoveMarkedAsync(string mark, TimeSpan timeout, CancellationToken cancellationToken)
    {
        List<string> going = [];
        var paths = await PathsAsync(cancellationToken);
        foreach (var path in paths.OrderBy(path => path.StartsWith("api/v1/namespaces/", StringComparison.Ordinal) && path.Count(letter => letter == '/') == 3 ? 0 : 1))
        {
            var live = await FindReadableAsync(path, cancellationToken);
            if ((string?)live?["metadata"]?["labels"]?[LabTarget.MadeByLabel] == mark)
            {
                await RemoveObjectAsync(path, cancellationToken);
                going.Add(path);
            }
        }

        await WaitAsync(going, timeout, cancellationToken);
    }

    // Who may not read a thing cannot have applied it.
    private async Task<JsonObject?> FindReadableAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await api.FindAsync(path, cancellationToken);
        }
        catch (KubeApiException closed) when (closed.Status == HttpStatusCode.Forbidden)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<string>> PathsAsync(CancellationToken cancellationToken)
    {
        List<string> paths = [];
        foreach (var source in lab.Steps.SelectMany(step => LabFiles.ReadSources(lab, step)).DistinctBy(source => source.Id))
        {
            var version = source.Id.Group.Length == 0 ? source.Version : $"{source.Id.Group}/{source.Version}";
            if (await api.TryFindPlaceAsync(version, source.Id.Kind, cancellationToken) is { } place)
            {
                paths.Add(place.Object(source.Id.Namespace, source.Id.Name));
            }
        }

        foreach (var (version, kind) in s_telemetry)
        {
            if (await api.TryFindPlaceAsync(version, kind, cancellationToken) is { } place)
            {
                paths.Add(place.Object(lab.Namespace, TelemetryManifests.ObjectName));
            }
        }

        return [.. paths.Distinct(StringComparer.Ordinal)];
    }

    private async Task RemoveObjectAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await api.SendAsync(HttpMethod.Delete, path, null, "application/json", cancellationToken);
        }
        catch (KubeApiException gone) when (gone.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // It has gone in between, or is going with its namespace.
        }
    }

    private async Task WaitAsync(IReadOnlyList<string> paths, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        foreach (var path in paths)
        {
            while (await api.FindAsync(path, cancellationToken) is not null)
            {
                if (time.GetElapsedTime(started) > timeout)
                {
                    throw new KubeApiException(
                        $"'/{path}' is still there {timeout.TotalSeconds:0} s after it was deleted. See 'kubectl get --raw /{path}': its status says what it waits for.");
                }

                await Task.Delay(lab.Target.Look, time, cancellationToken);
            }
        }
    }
}
