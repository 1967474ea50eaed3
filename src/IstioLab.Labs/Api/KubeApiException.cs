using System.Net;

namespace IstioLab.Labs.Api;

/// <summary>The API server refused a call, or did not answer. The message is the server's own where there is one.</summary>
public sealed class KubeApiException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">The server's words, or what happened instead of an answer.</param>
    /// <param name="status">The HTTP status; null when there was no answer.</param>
    /// <param name="inner">The cause.</param>
    public KubeApiException(string message, HttpStatusCode? status = null, Exception? inner = null)
        : base(message, inner)
    {
        Status = status;
    }

    /// <summary>The HTTP status; null when there was no answer.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>When a busy server wants to be asked again; null when that is no use.</summary>
    internal TimeSpan? RetryAfter { get; init; }
}
