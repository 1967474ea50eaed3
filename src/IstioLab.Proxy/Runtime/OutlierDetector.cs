using IstioLab.Config.Istio;

namespace IstioLab.Proxy.Runtime;

/// <summary>
/// Ejects endpoints that fail in a row, for longer each time, and lets them back
/// (https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier).
/// </summary>
internal sealed class OutlierDetector : IDisposable
{
    private static readonly TimeSpan LongestEjection = TimeSpan.FromSeconds(300);

    private readonly ClusterRuntime _cluster;
    private readonly OutlierDetectionSettings _settings;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private readonly bool _alwaysEjectsOne;
    private int _sweeping;

    public OutlierDetector(ClusterRuntime cluster, OutlierDetectionSettings settings, RuntimeServices services)
    {
        _cluster = cluster;
        _settings = settings;
        _time = services.Time;
        _alwaysEjectsOne = services.AlwaysEjectsOne;
        _sweep = _time.CreateTimer(static state => ((OutlierDetector)state!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (cluster.Endpoints.Values.Any(endpoint => endpoint.Health.IsEjected))
            StartSweeping();
    }

    /// <summary>The endpoint answered.</summary>
    public void Report(EndpointState endpoint, int status)
    {
        if (status < 500)
        {
            endpoint.Health.RecordSuccess();
            return;
        }
        endpoint.Health.ConsecutiveLocalFailures = 0;
        CountError(endpoint, isGatewayError: status is 502 or 503 or 504);
    }

    /// <summary>The endpoint gave no answer.</summary>
    public void ReportFailure(EndpointState endpoint)
    {
        if (!_settings.SplitExternalLocalOriginErrors)
            CountError(endpoint, isGatewayError: true);
        else if (Reaches(_settings.ConsecutiveLocalOriginFailures, ref endpoint.Health.ConsecutiveLocalFailures))
            Eject(endpoint);
    }

    public void Dispose() => _sweep.Dispose();

    private static bool Reaches(uint limit, ref int count) => limit > 0 && Interlocked.Increment(ref count) >= limit;

    private void CountError(EndpointState endpoint, bool isGatewayError)
    {
        var health = endpoint.Health;
        if (!isGatewayError)
            health.ConsecutiveGatewayErrors = 0;
        var ejects = Reaches(_settings.Consecutive5xxErrors, ref health.ConsecutiveErrors);
        ejects |= isGatewayError && Reaches(_settings.ConsecutiveGatewayErrors ?? 0, ref health.ConsecutiveGatewayErrors);
        if (ejects)
            Eject(endpoint);
    }

    private void Eject(EndpointState endpoint)
    {
        var ejected = _cluster.Endpoints.Values.Count(other => other.Health.IsEjected);
        var isTooMany = (ejected + 1) * 100 > _settings.MaxEjectionPercent * _cluster.Endpoints.Count;
        if (isTooMany && !(ejected == 0 && _alwaysEjectsOne))
            return;
        var length = TimeSpan.FromTicks(Math.Min(_settings.BaseEjectionTime.Ticks * (endpoint.Health.Ejections + 1), LongestEjection.Ticks));
        if (!endpoint.Health.TryEject(_time.GetTimestamp() + (long)(length.TotalSeconds * _time.TimestampFrequency)))
            return;
        _cluster.Rebalance();
        StartSweeping();
    }

    private void StartSweeping()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) == 0)
            _sweep.Change(_settings.Interval, _settings.Interval);
    }

    private void Sweep()
    {
        var now = _time.GetTimestamp();
        var busy = false;
        foreach (var endpoint in _cluster.Endpoints.Values)
        {
            var health = endpoint.Health;
            if (!health.IsEjected)
                health.Ejections = Math.Max(0, health.Ejections - 1);
            else if (health.EjectedUntil <= now)
                health.Readmit();
            busy |= health.IsEjected || health.Ejections > 0;
        }
        _cluster.Rebalance();
        if (!busy)
        {
            _sweep.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Volatile.Write(ref _sweeping, 0);
        }
    }
}
