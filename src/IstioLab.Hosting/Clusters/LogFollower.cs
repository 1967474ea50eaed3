using Aspire.Hosting.ApplicationModel;
using IstioLab.Labs.Resources;
using Microsoft.Extensions.Logging;

namespace IstioLab.Hosting.Clusters;

/// <summary>
/// Writes what containers write into the logs of their resources. A Deployment is followed from the start, so that its log can be read
/// later without following; a pod while somebody looks at it.
/// </summary>
internal sealed class LogFollower : IAsyncDisposable
{
    private readonly ResourceLogs _logs;
    private readonly ResourceLoggerService _loggers;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string MirroredName, IResource Resource)> _onDemand = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _read = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Task> _followed = new(StringComparer.OrdinalIgnoreCase);
    private readonly Task _watch;

    public LogFollower(ResourceLogs logs, ResourceLoggerService loggers)
    {
        _logs = logs;
        _loggers = loggers;
        _watch = WatchAsync();
    }

    /// <summary>Begins to follow resources.</summary>
    public void Follow(IEnumerable<(string MirroredName, IResource Resource)> resources)
    {
        lock (_lock)
        {
            foreach (var entry in resources)
            {
                switch (entry.Resource)
                {
                    case KubernetesObjectResource { Kind: "Deployment" }:
                        Begin(entry.MirroredName, entry.Resource);
                        break;
                    case KubernetesObjectResource { Kind: "Pod" } when _read.Contains(entry.Resource.Name):
                        Begin(entry.MirroredName, entry.Resource);
                        break;
                    case KubernetesObjectResource { Kind: "Pod" }:
                        _onDemand[entry.Resource.Name] = entry;
                        break;
                    default:
                        break;
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watch;
        await Task.WhenAll(_followed.Values);
        _stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            await foreach (var subscriber in _loggers.WatchAnySubscribersAsync(_stopping.Token))
            {
                if (subscriber.AnySubscribers)
                {
                    BeginWhereRead(subscriber.Name);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The cluster has ended.
        }
    }

    /// <summary>Somebody may look at a pod's log before the pod is known here.</summary>
    private void BeginWhereRead(string name)
    {
        lock (_lock)
        {
            _read.Add(name);
            if (_onDemand.TryGetValue(name, out var entry))
            {
                Begin(entry.MirroredName, entry.Resource);
            }
        }
    }

    private void Begin(string mirroredName, IResource resource)
    {
        if (!_followed.ContainsKey(resource.Name))
        {
            _followed[resource.Name] = FollowAsync(mirroredName, resource);
        }
    }

    private async Task FollowAsync(string mirroredName, IResource resource)
    {
        await Task.Yield();
        var logger = _loggers.GetLogger(resource);
        try
        {
            await foreach (var lines in _logs.ReadAsync(mirroredName, follow: true, _stopping.Token))
            {
                foreach (var line in lines)
                {
                    logger.LogInformation("{Line}", WithoutTime(line.Text));
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The cluster has ended.
        }
    }

    /// <summary>Leaves the line's time out: Aspire writes one before each line itself.</summary>
    private static string WithoutTime(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && DateTimeOffset.TryParse(text.AsSpan(0, space), System.Globalization.CultureInfo.InvariantCulture, out _) ? text[(space + 1)..] : text;
    }
}
