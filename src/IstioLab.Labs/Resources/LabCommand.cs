namespace IstioLab.Labs.Resources;

/// <summary>Something a person can do with a resource.</summary>
/// <param name="Name">Identifies it among the resource's commands: one of <see cref="LabCommandNames"/>.</param>
/// <param name="DisplayName">The words on the button.</param>
/// <param name="Description">What it does, in a sentence.</param>
/// <param name="Icon">The name of a Fluent UI icon.</param>
public sealed record LabCommand(string Name, string DisplayName, string Description, string Icon)
{
    /// <summary>Whether it has a button of its own in the list: one click is the lab.</summary>
    public bool Highlighted { get; init; }

    /// <summary>What to ask before it is done; null for nothing.</summary>
    public string? Confirmation { get; init; }

    /// <summary>Why it cannot be done now, such as <c>This is the last step.</c>; null when it can.</summary>
    public string? Disabled { get; init; }

    /// <summary>What it needs to know; each has a default.</summary>
    public IReadOnlyList<LabCommandArgument> Arguments { get; init; } = [];
}
