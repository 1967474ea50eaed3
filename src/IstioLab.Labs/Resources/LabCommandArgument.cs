namespace IstioLab.Labs.Resources;

/// <summary>An input of a command. Each may be left out: then it is its default.</summary>
/// <param name="Name">Identifies it among the command's arguments; a person types it, so it is short: <c>v2</c>, <c>requests</c>.</param>
/// <param name="Label">What stands before the field.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Default">Its value where nobody says otherwise; empty where the hint says what that means.</param>
/// <param name="Description">The rule for it: its range, and what happens with it.</param>
public sealed record LabCommandArgument(string Name, string Label, LabArgumentKind Kind, string Default, string Description)
{
    /// <summary>What stands in the empty field, such as <c>now 90</c>; empty for nothing.</summary>
    public string Hint { get; init; } = "";

    /// <summary>The values of a <see cref="LabArgumentKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
