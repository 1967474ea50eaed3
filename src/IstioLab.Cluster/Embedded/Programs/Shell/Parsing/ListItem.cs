namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>A command of a list.</summary>
/// <param name="Command">The command.</param>
/// <param name="Background">It ends with <c>&amp;</c>.</param>
/// <param name="Text">As it is written, for <c>jobs</c> and <c>ps</c>.</param>
internal sealed record ListItem(Command Command, bool Background, string Text);
