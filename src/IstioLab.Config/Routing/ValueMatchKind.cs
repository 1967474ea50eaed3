namespace IstioLab.Config.Routing;

/// <summary>How a value is compared.</summary>
public enum ValueMatchKind
{
    /// <summary>Any value, as long as there is one.</summary>
    Present,

    /// <summary>The whole value.</summary>
    Exact,

    /// <summary>The beginning of the value.</summary>
    Prefix,

    /// <summary>A regular expression over the whole value.</summary>
    Regex,
}
