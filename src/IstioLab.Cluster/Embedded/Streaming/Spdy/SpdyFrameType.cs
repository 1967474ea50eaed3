namespace IstioLab.Cluster.Embedded.Streaming.Spdy;

/// <summary>The frames of SPDY/3.1 that a port-forward uses; others are passed over.</summary>
internal enum SpdyFrameType
{
    /// <summary>Bytes of a stream; not a control frame.</summary>
    Data = 0,

    /// <summary>Opens a stream.</summary>
    SynStream = 1,

    /// <summary>Accepts a stream.</summary>
    SynReply = 2,

    /// <summary>Ends a stream at once.</summary>
    Reset = 3,

    /// <summary>Asks for an echo.</summary>
    Ping = 6,

    /// <summary>Opens no further streams.</summary>
    GoAway = 7,
}
