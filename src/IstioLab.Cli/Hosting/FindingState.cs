namespace IstioLab.Cli.Hosting;

/// <summary>What a finding of <c>doctor</c> means.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Not there, and only some things need it.</summary>
    Optional,

    /// <summary>The labs cannot run like this.</summary>
    Bad,
}
