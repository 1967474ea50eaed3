namespace IstioLab.Config.Diagnostics;

/// <summary>How serious a diagnostic is.</summary>
public enum DiagnosticLevel
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Probably not what was meant.</summary>
    Warning,

    /// <summary>Wrong; what it stands in is not used.</summary>
    Error,
}
