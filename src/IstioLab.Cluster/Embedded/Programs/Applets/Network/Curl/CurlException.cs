namespace IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;

/// <summary>A transfer failed; the message is curl's.</summary>
internal sealed class CurlException(int code, string message) : Exception(message)
{
    /// <summary>Exit code of curl.</summary>
    public int Code { get; } = code;
}
