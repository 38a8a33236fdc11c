"""Remakes every fixture in this folder."""

import make_inflate
import make_networks
import make_ops

if __name__ == "__main__":
    make_inflate.main()
    make_networks.main()
    make_ops.main()
