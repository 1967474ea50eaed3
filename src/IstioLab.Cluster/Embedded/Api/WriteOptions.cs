namespace IstioLab.Cluster.Embedded.Api;

/// <summary>The options of a write, as Kubernetes' Create-, Update- and PatchOptions have them.</summary>
internal sealed record WriteOptions
{
    /// <summary>A write of the server or a controller: ownership of fields is not recorded.</summary>
    public static WriteOptions Internal { get; } = new() { FieldValidation = FieldValidation.Ignore };

    /// <summary>Do everything but store the object.</summary>
    public bool DryRun { get; init; }

    /// <summary>Who changes the fields; null records no ownership.</summary>
    public string? FieldManager { get; init; }

    /// <summary>What unknown fields lead to. Default: Warn, as in Kubernetes.</summary>
    public FieldValidation FieldValidation { get; init; } = FieldValidation.Warn;

    /// <summary>Take fields over from other managers (server-side apply).</summary>
    public bool Force { get; init; }

    /// <summary>Who asks; null for the server itself.</summary>
    public UserInfo? User { get; init; }

    /// <summary>The API version of the body when it is not the resource's storage version.</summary>
    public string? Version { get; init; }

    /// <summary>Where warnings for the caller go; null drops them.</summary>
    public ICollection<string>? Warnings { get; init; }
}
