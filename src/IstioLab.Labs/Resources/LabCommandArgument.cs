namespace IstioLab.Labs.Resources;

/// <summary>An input of a command.</summary>
/// <param name="Name">Identifies it among the command's arguments.</param>
/// <param name="Label">What stands before the field.</param>
/// <param name="Default">Its value where nobody says otherwise.</param>
/// <param name="IsNumber">Whether it is a whole number.</param>
/// <param name="Description">The rule for it.</param>
public sealed record LabCommandArgument(string Name, string Label, string Default, bool IsNumber, string Description);
