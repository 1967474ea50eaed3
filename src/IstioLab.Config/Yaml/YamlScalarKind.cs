namespace IstioLab.Config.Yaml;

/// <summary>The type of a scalar, by YAML 1.1's rules as Kubernetes' reader applies them.</summary>
public enum YamlScalarKind
{
    /// <summary>No value: empty, <c>~</c> or <c>null</c>.</summary>
    Null,

    /// <summary>A text.</summary>
    String,

    /// <summary><c>true</c> or <c>false</c>, also <c>yes</c>, <c>no</c>, <c>on</c> and <c>off</c>.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Another number.</summary>
    Number,
}
