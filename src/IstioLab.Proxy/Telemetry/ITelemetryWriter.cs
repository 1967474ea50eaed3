namespace IstioLab.Proxy.Telemetry;

/// <summary>Takes the records of proxies. Called on the request path: it neither waits nor throws.</summary>
public interface ITelemetryWriter
{
    /// <summary>Hands a record over.</summary>
    /// <returns>False when there was no room and the record was dropped.</returns>
    bool TryWrite(ExchangeRecord record);
}
