namespace IstioLab.Labs.Resources;

/// <summary>How good a resource's state is.</summary>
public enum LabResourceStyle
{
    /// <summary>As it should be.</summary>
    Success,

    /// <summary>On the way, or nothing to judge.</summary>
    Info,

    /// <summary>Works, but not as it probably should.</summary>
    Warning,

    /// <summary>Does not work.</summary>
    Error,
}
