namespace IstioLab.Testing;

/// <summary>A lab was not as a test expects it, or could not do what the test asked for. Any test framework shows its message.</summary>
public sealed class IstioLabException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What was expected, what was seen, and where known what to do.</param>
    /// <param name="inner">The cause.</param>
    public IstioLabException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
