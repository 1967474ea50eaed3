namespace IstioLab.Cluster.Embedded.Programs;

/// <summary>A program that a container can run.</summary>
internal interface IProgram
{
    /// <summary>Runs to the end and returns the exit code.</summary>
    /// <param name="context">Arguments, environment, files, streams and network of the process.</param>
    /// <param name="cancellationToken">The process was killed or its foreground job interrupted: leave at once.</param>
    Task<int> RunAsync(ProgramContext context, CancellationToken cancellationToken);
}
