using System.Collections.Immutable;

namespace IstioLab.Config.Validation;

/// <summary>One object under validation, and what has been found so far.</summary>
internal sealed class ValidationScope(ConfigValue resource, IstioVersion version)
{
    private readonly ImmutableArray<ValidationFinding>.Builder _errors = ImmutableArray.CreateBuilder<ValidationFinding>();
    private readonly ImmutableArray<ValidationFinding>.Builder _warnings = ImmutableArray.CreateBuilder<ValidationFinding>();

    private readonly ImmutableArray<string>.Builder _notices = ImmutableArray.CreateBuilder<string>();

    public ConfigValue Resource { get; } = resource;

    public ConfigValue Spec { get; } = resource["spec"];

    public IstioVersion Version { get; } = version;

    public string Namespace { get; } = resource["metadata"]["namespace"].Text is { Length: > 0 } text ? text : "default";

    /// <summary>The name; for one that the API server is to generate, one that it could be.</summary>
    public string Name { get; } = NameOf(resource["metadata"]);

    public bool HasErrors => _errors.Count > 0;

    public string? Annotation(string name) => Resource["metadata"]["annotations"][name] is { Exists: true } value ? value.Text : null;

    /// <summary>
    /// Whether Istio made the object itself from one of the Gateway API: names of its own pattern pass then, as does a Gateway's host for no namespace.
    /// </summary>
    public bool IsGenerated => Annotation(Resource["kind"].Text == "Gateway" ? "internal.istio.io/gateway-semantics" : "internal.istio.io/route-semantics") == "gateway";

    public void Error(ConfigValue at, string message) => _errors.Add(new ValidationFinding(at.Path, message));

    /// <summary>Adds a check's answer: null is fine.</summary>
    public void Check(ConfigValue at, string? error)
    {
        if (error is not null)
        {
            Error(at, error);
        }
    }

    public void Warn(ConfigValue at, string message, string? code = null) =>
        _warnings.Add(new ValidationFinding(at.Path, message) { Code = code });

    /// <summary>Runs a check whose warnings Istio loses on the way: only its errors count.</summary>
    public void ErrorsOnly(Action check)
    {
        var before = _warnings.Count;
        check();
        _warnings.Count = before;
    }

    /// <summary>Adds what is said of every object of the kind.</summary>
    public void Note(string message) => _notices.Add(message);

    public ValidationResult Result() => new(_errors.ToImmutable(), _warnings.ToImmutable()) { Notices = _notices.ToImmutable() };

    private static string NameOf(ConfigValue metadata) =>
        metadata["name"].Text is { Length: > 0 } name ? name
        : metadata["generateName"].Text is { Length: > 0 } start ? start + "x"
        : "";
}
