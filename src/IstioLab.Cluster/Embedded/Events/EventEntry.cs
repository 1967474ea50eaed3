namespace IstioLab.Cluster.Embedded.Events;

/// <summary>One thing that happened; entries that are equal but for their time are counted in one Event.</summary>
internal sealed record EventEntry(EventSubject Subject, string Type, string Reason, string Message, EventSource Source)
{
    /// <summary>
    /// What must be equal for two entries to be one Event with a higher count. The mesh reports every change of a rule, so a rule has
    /// one Event that tells of the latest.
    /// </summary>
    public EventEntry Identity => this with
    {
        Subject = Subject with { ResourceVersion = "" },
        Message = Source == EventSource.Mesh ? "" : Message,
    };
}
