namespace IstioLab.Config.Snapshots;

/// <summary>What becomes of a connection to a workload.</summary>
public enum InboundOutcome
{
    /// <summary>The chain leads it to its cluster.</summary>
    Taken,

    /// <summary>No chain takes it: it is closed with flag NR, details <c>filter_chain_not_found</c>.</summary>
    NoChain,

    /// <summary>The chain ends TLS and the client brings no certificate that it accepts.</summary>
    HandshakeFailed,

    /// <summary>The chain reads HTTP and the bytes are something else: 400 with flag DPE.</summary>
    ProtocolError,
}
