using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Proxy.Stats;

/// <summary>Istio's request counters of one proxy, by the labels of its records.</summary>
internal sealed class RequestCounters
{
    private readonly ConcurrentDictionary<Key, Series> _series = new();

    public IEnumerable<Series> All => _series.Values;

    public void Count(ExchangeRecord record)
    {
        var key = new Key(record.Source, record.Destination, record.DestinationService, record.ResponseCode, record.ResponseFlags, record.Reporter);
        if (!_series.TryGetValue(key, out var series))
            series = _series.GetOrAdd(key, static (_, first) => new Series(first), record);
        series.Add(record);
    }

    /// <summary>Compares labels by reference where a snapshot holds them: they are the same objects request after request.</summary>
    private readonly struct Key(
        WorkloadIdentity source, WorkloadIdentity destination, string service, int code, string flags, ReporterKind reporter) : IEquatable<Key>
    {
        private readonly WorkloadIdentity _source = source;
        private readonly WorkloadIdentity _destination = destination;
        private readonly string _service = service;
        private readonly string _flags = flags;
        private readonly int _code = code;
        private readonly ReporterKind _reporter = reporter;

        public bool Equals(Key other) =>
            ReferenceEquals(_source, other._source)
            && ReferenceEquals(_destination, other._destination)
            && _code == other._code
            && _reporter == other._reporter
            && ReferenceEquals(_flags, other._flags)
            && string.Equals(_service, other._service, StringComparison.Ordinal);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(_source), RuntimeHelpers.GetHashCode(_destination), _code, _service.Length);
    }

    /// <summary>One line of each metric.</summary>
    internal sealed class Series(ExchangeRecord first)
    {
        private long _requests;

        /// <summary>A record with the labels.</summary>
        public ExchangeRecord Labels => first;

        public long Requests => Interlocked.Read(ref _requests);

        public Histogram RequestBytes { get; } = new();

        public Histogram ResponseBytes { get; } = new();

        public Histogram Milliseconds { get; } = new();

        public void Add(ExchangeRecord record)
        {
            Interlocked.Increment(ref _requests);
            RequestBytes.Add(record.BytesReceived);
            ResponseBytes.Add(record.BytesSent);
            Milliseconds.Add((long)record.Duration.TotalMilliseconds);
        }
    }
}
