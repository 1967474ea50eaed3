namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>What happened to an object.</summary>
internal enum ObjectEventType
{
    /// <summary>The object is new (or was there when a subscription began).</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone; the event carries its last state.</summary>
    Deleted,
}
