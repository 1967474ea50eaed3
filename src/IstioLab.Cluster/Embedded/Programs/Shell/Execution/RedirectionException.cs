namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>A redirection cannot be made; the command does not run.</summary>
internal sealed class RedirectionException(string message) : Exception(message);
