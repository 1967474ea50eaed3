namespace IstioLab.Proxy.Runtime;

/// <summary>What outlier detection knows of an endpoint.</summary>
internal sealed class EndpointHealth
{
    private int _ejected;

    /// <summary>5xx answers in a row.</summary>
    public int ConsecutiveErrors;

    /// <summary>502, 503 and 504 answers in a row.</summary>
    public int ConsecutiveGatewayErrors;

    /// <summary>Failures in a row of which the endpoint gave no answer.</summary>
    public int ConsecutiveLocalFailures;

    /// <summary>How often it was ejected; falls by one per interval of good health.</summary>
    public int Ejections;

    public bool IsEjected => Volatile.Read(ref _ejected) != 0;

    /// <summary>When the ejection ends, as a timestamp of the proxy's clock.</summary>
    public long EjectedUntil { get; private set; }

    /// <summary>The endpoint answered well, or took a connection that is no HTTP.</summary>
    public void RecordSuccess()
    {
        // Counters are written only when they change: requests on other processors read the same line of the cache.
        if ((ConsecutiveErrors | ConsecutiveGatewayErrors | ConsecutiveLocalFailures) != 0)
            ClearCounts();
    }

    public bool TryEject(long until)
    {
        if (Interlocked.Exchange(ref _ejected, 1) != 0)
            return false;
        EjectedUntil = until;
        Ejections++;
        return true;
    }

    public void Readmit()
    {
        ClearCounts();
        Volatile.Write(ref _ejected, 0);
    }

    private void ClearCounts() => ConsecutiveErrors = ConsecutiveGatewayErrors = ConsecutiveLocalFailures = 0;
}
