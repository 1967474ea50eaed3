namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>Writing to a pipe that nobody reads any more.</summary>
internal sealed class BrokenPipeException() : IOException("Broken pipe");
