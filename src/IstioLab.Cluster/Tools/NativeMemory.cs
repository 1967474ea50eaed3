using System.Runtime.InteropServices;

namespace IstioLab.Cluster.Tools;

/// <summary>Unmanaged memory for one native call, freed together.</summary>
internal sealed class NativeMemory : IDisposable
{
    private readonly List<nint> _blocks = [];

    public nint Block(int size)
    {
        var block = Marshal.AllocCoTaskMem(size);
        _blocks.Add(block);
        Marshal.Copy(new byte[size], 0, block, size);
        return block;
    }

    /// <summary>An array of UTF-8 strings that ends with a null pointer.</summary>
    public nint Strings(IEnumerable<string> texts)
    {
        var pointers = texts.Select(Text).ToArray();
        var array = Block((pointers.Length + 1) * nint.Size);
        Marshal.Copy(pointers, 0, array, pointers.Length);
        return array;
    }

    public void Dispose()
    {
        foreach (var block in _blocks)
        {
            Marshal.FreeCoTaskMem(block);
        }
    }

    private nint Text(string text)
    {
        var pointer = Marshal.StringToCoTaskMemUTF8(text);
        _blocks.Add(pointer);
        return pointer;
    }
}
