namespace IstioLab.Cluster.Embedded.Programs.Http;

/// <summary>The other side did not speak HTTP/1, or ended in the middle of a message.</summary>
internal sealed class MalformedHttpException(string message) : IOException(message);
