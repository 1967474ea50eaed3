using IstioLab.Proxy.Telemetry;

namespace IstioLab.LoadBenchmark;

/// <summary>Takes every record and keeps none: the cost of making them is measured, not that of sending.</summary>
internal sealed class DroppingWriter : ITelemetryWriter
{
    public bool TryWrite(ExchangeRecord record) => true;
}
