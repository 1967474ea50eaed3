using IstioLab.Cluster.Embedded.Programs;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>A program with the arguments that it gets.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Name and arguments; for a script those of its interpreter.</param>
internal sealed record ExecutableProgram(IProgram Program, IReadOnlyList<string> Arguments);
