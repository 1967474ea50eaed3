namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>A parameter: <c>$x</c>, <c>${x:-y}</c>, <c>${#x}</c>.</summary>
/// <param name="Name">Name of a variable, a digit, or one of <c>@ * # ? - $ !</c>.</param>
/// <param name="Operator">What stands after the name; <c>length</c> for <c>${#x}</c>; empty for none.</param>
/// <param name="Argument">What stands after the operator.</param>
/// <param name="Quoted">Within quotes.</param>
internal sealed record ParameterPart(string Name, string Operator, Word? Argument, bool Quoted) : WordPart(Quoted);
