namespace IstioLab.Cluster.Embedded.Api;

/// <summary>A request that the API refuses; carries the Status that the client gets.</summary>
internal sealed class ApiException : Exception
{
    /// <summary>Refuses with a status.</summary>
    public ApiException(ApiStatus status)
        : base(status.Message) => Status = status;

    /// <summary>What the client gets.</summary>
    public ApiStatus Status { get; }

    /// <summary>The HTTP status code.</summary>
    public int Code => Status.Code;

    /// <summary>Kubernetes' reason: NotFound, AlreadyExists, Conflict, Invalid, BadRequest …</summary>
    public string Reason => Status.Reason;
}
