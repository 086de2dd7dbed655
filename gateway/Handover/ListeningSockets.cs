using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Strangler.Gateway.Handover;

/// <summary>
/// The sockets of the two ports, so that another process can go on with them: a connection that waits in one is accepted by whoever comes first, and none is
/// refused or reset on the way. Those of an earlier gateway are taken over where they are still the right ones.
/// </summary>
internal sealed partial class ListeningSockets
{
    private const int SetFlags = 2; // F_SETFD, fcntl.h
    private const int CloseOnExecute = 1; // FD_CLOEXEC, fcntl.h

    private readonly List<Socket> _bound = [];
    private readonly Queue<Socket> _inherited = new(HandoverOffer.Given is { } offer ? [Adopt(offer.Public), Adopt(offer.Management)] : []);

    /// <summary>A socket that is bound to the address: the earlier gateway's, or a new one. Kestrel asks for that of the public port first.</summary>
    /// <exception cref="HandoverRefusedException">The earlier gateway has another port: its clients would find nobody there.</exception>
    public Socket Bind(EndPoint address)
    {
        if (address is not IPEndPoint)
            return SocketTransportOptions.CreateDefaultBoundListenSocket(address);

        if (_inherited.TryDequeue(out var inherited) && !IsAt(inherited, address))
        {
            throw new HandoverRefusedException(
                $"An upgrade keeps both ports: the gateway before this one listens at {inherited.LocalEndPoint}, and Gateway:{(_bound.Count == 0 ? "Public" : "Management")} says {address} now. Put that back; or stop that gateway and start this one.");
        }

        var socket = inherited ?? SocketTransportOptions.CreateDefaultBoundListenSocket(address);
        _bound.Add(socket);
        return socket;
    }

    /// <summary>Copies of both descriptors, which a process that is started before they are disposed of inherits.</summary>
    public (SafeFileHandle Public, SafeFileHandle Management) Copy() => (Copy(_bound[0]), Copy(_bound[1]));

    private static SafeFileHandle Copy(Socket socket)
    {
        using var handle = new Borrowed(socket.SafeHandle);
        return dup(handle.Descriptor) is >= 0 and var copy
            ? new SafeFileHandle(copy, ownsHandle: true)
            : throw new IOException($"A listening socket cannot be copied ({Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}).");
    }

    /// <summary>It has come to this process without the mark that the runtime gives its own; what this one starts, backup clients above all, must not hold the port open.</summary>
    private static Socket Adopt(int descriptor)
    {
        _ = fcntl(descriptor, SetFlags, CloseOnExecute);
        return new(new SafeSocketHandle(descriptor, ownsHandle: true));
    }

    private static bool IsAt(Socket socket, EndPoint address) =>
        socket.LocalEndPoint is IPEndPoint bound && address is IPEndPoint wanted && bound.Address.Equals(wanted.Address) && (wanted.Port == 0 || bound.Port == wanted.Port);

    // A descriptor that the runtime made is closed in children; a copy is not, until it says so.
    [LibraryImport("libc", SetLastError = true)]
    private static partial int dup(int descriptor);

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command, int flags);

    /// <summary>A descriptor that stays open while it is used.</summary>
    private readonly ref struct Borrowed
    {
        private readonly SafeSocketHandle _handle;

        public Borrowed(SafeSocketHandle handle)
        {
            var isTaken = false;
            (_handle = handle).DangerousAddRef(ref isTaken);
        }

        public int Descriptor => (int)_handle.DangerousGetHandle();

        public void Dispose() => _handle.DangerousRelease();
    }
}
