using System.Globalization;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>The refusals of the API, in Kubernetes' words.</summary>
internal static class ApiErrors
{
    public static ApiException NotFound(ResourceDescriptor resource, string name) => NotFound(resource.Plural, resource.Group, name);

    public static ApiException NotFound(string plural, string group, string name) =>
        new(new ApiStatus(404, "NotFound", $"{Qualified(plural, group)} \"{name}\" not found") { Name = name, Group = group, Kind = plural });

    /// <summary>The path means nothing.</summary>
    public static ApiException NoSuchPath() => new(new ApiStatus(404, "NotFound", "the server could not find the requested resource"));

    /// <summary>The path is well formed; what it names is not supported.</summary>
    public static ApiException NoSuchResource(string what) => new(new ApiStatus(
        404, "NotFound", $"the server could not find the requested resource: {what} ('kubectl api-resources' lists what there is)"));

    public static ApiException AlreadyExists(ResourceDescriptor resource, string name, bool terminating) => new(new ApiStatus(
        409, "AlreadyExists", $"{(terminating ? "object is being deleted: " : "")}{Qualified(resource)} \"{name}\" already exists")
    {
        Name = name,
        Group = resource.Group,
        Kind = resource.Plural,
    });

    public static ApiException Conflict(ResourceDescriptor resource, string name, string reason) => new(new ApiStatus(
        409, "Conflict", $"Operation cannot be fulfilled on {Qualified(resource)} \"{name}\": {reason}")
    {
        Name = name,
        Group = resource.Group,
        Kind = resource.Plural,
    });

    public static ApiException Modified(ResourceDescriptor resource, string name) =>
        Conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiException Forbidden(ResourceDescriptor resource, string name, string reason, params StatusCause[] causes) => new(new ApiStatus(
        403, "Forbidden", $"{Qualified(resource)} \"{name}\" is forbidden: {reason}")
    {
        Name = name,
        Group = resource.Group,
        Kind = resource.Plural,
        Causes = causes,
    });

    public static ApiException Invalid(ResourceDescriptor resource, string name, IReadOnlyList<StatusCause> causes)
    {
        var texts = causes.Select(cause => cause.Field.Length == 0 ? cause.Message : $"{cause.Field}: {cause.Message}").ToList();
        var list = texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        return new ApiException(new ApiStatus(422, "Invalid", $"{resource.Kind}{(resource.Group.Length > 0 ? "." + resource.Group : "")} \"{name}\" is invalid: {list}")
        {
            Name = name,
            Group = resource.Group,
            Kind = resource.Kind,
            Causes = causes,
        });
    }

    public static ApiException BadRequest(string message) => new(new ApiStatus(400, "BadRequest", message));

    public static ApiException MethodNotAllowed(string what) => new(new ApiStatus(405, "MethodNotAllowed", what));

    public static ApiException UnsupportedMediaType(string message) => new(new ApiStatus(415, "UnsupportedMediaType", message));

    public static ApiException NotAcceptable(string message) => new(new ApiStatus(406, "NotAcceptable", message));

    public static ApiException Unauthorized() => new(new ApiStatus(401, "Unauthorized", "Unauthorized"));

    public static ApiException Expired(string message) => new(new ApiStatus(410, "Expired", message));

    public static ApiException TooOld(long wanted, long floor) =>
        Expired(string.Create(CultureInfo.InvariantCulture, $"too old resource version: {wanted} ({floor})"));

    public static ApiException TooLarge(long wanted, long current) => new(new ApiStatus(
        504, "Timeout", string.Create(CultureInfo.InvariantCulture, $"Too large resource version: {wanted}, current: {current}"))
    {
        RetryAfterSeconds = 1,
        Causes = [new StatusCause("ResourceVersionTooLarge", "Too large resource version", "")],
    });

    public static ApiException Internal(string message) => new(new ApiStatus(500, "InternalError", $"Internal error occurred: {message}"));

    /// <summary>An error that the real server does not classify: code 500 without a reason.</summary>
    public static ApiException Unclassified(string message) => new(new ApiStatus(500, "", message));

    public static ApiException Unprocessable(string message) => new(new ApiStatus(422, "Invalid", message));

    /// <summary>A part of Kubernetes that the embedded cluster does not have.</summary>
    public static ApiException NotSupported(string what) =>
        new(new ApiStatus(501, "NotImplemented", $"the embedded cluster does not support {what}"));

    /// <summary><c>deployments.apps</c>.</summary>
    public static string Qualified(ResourceDescriptor resource) => Qualified(resource.Plural, resource.Group);

    private static string Qualified(string plural, string group) => group.Length == 0 ? plural : $"{plural}.{group}";
}
